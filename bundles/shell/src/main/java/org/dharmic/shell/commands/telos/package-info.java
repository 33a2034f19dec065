/** The scope {@code telos}: the orientation, and how it changes. */
package org.dharmic.shell.commands.telos;
