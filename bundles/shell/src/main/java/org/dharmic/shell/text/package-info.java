/** What the rooms answer, in words, in columns and as JSON: pure functions that know neither a command nor the shell. */
package org.dharmic.shell.text;
