/** The scope {@code strange-memory}: the layers about what happened and how it was met. */
package org.dharmic.shell.commands.strangememory;
