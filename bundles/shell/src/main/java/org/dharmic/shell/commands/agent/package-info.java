/** The scopes {@code agent} and {@code executor}: the agent, and whom it asks. */
package org.dharmic.shell.commands.agent;
