/** The scopes {@code heartbeat} and {@code metrics}: how the platform is, and what it uses. */
package org.dharmic.shell.commands.vitals;
