/**
 * The services of other houses, each of which may be exchanged at any time: how they are waited for, and which of several
 * comes first.
 */
package org.dharmic.agent.core.neighbour;
