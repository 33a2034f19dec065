/**
 * What stands before an executor: context is gathered from all rooms at once and put together with the question.
 */
package org.dharmic.agent.core.prompt;
