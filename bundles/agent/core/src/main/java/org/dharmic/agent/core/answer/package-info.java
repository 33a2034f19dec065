/**
 * What leaves: the last look at an answer, with secrets taken out of it, and the receipt that says how it came about.
 */
package org.dharmic.agent.core.answer;
