/**
 * What the memories shall learn from a conversation, and how they learn it: events with ids, applied as often as it takes.
 */
package org.dharmic.agent.core.memory;
