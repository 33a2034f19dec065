/** The commands and their completers: what Karaf's command extender is pointed to. Thin; text is made elsewhere. */
package org.dharmic.shell.commands;
