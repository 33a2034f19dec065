/** The scope {@code deep-memory}: facts. */
package org.dharmic.shell.commands.deepmemory;
