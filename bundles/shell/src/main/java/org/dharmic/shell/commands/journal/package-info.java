/** The scope {@code journal}, and work items as other scopes name them. */
package org.dharmic.shell.commands.journal;
