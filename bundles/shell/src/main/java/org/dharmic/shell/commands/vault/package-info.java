/** The scope {@code vault}: the notes, their index, and the folders with a meaning of their own. */
package org.dharmic.shell.commands.vault;
