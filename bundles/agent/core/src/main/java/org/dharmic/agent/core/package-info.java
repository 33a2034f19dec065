/**
 * The agent as a component, its settings, and its work: takes admitted mails up, leads each conversation from the question
 * to the answer, makes the answer durable, and decides what becomes of a mail that has none. The packages below know
 * nothing of it.
 */
package org.dharmic.agent.core;
