/**
 * What somebody asks: the question, what its sender may do, and the files that came with it.
 */
package org.dharmic.agent.core.asking;
