/**
 * Who answers: executors in their order, those left alone after failures, the budget of a day, and what came of asking
 * them one after the other.
 */
package org.dharmic.agent.core.thinking;
