/** What all commands share, and nothing about any of them: how one fails, prints its three forms, and reads a path. */
package org.dharmic.shell.console;
