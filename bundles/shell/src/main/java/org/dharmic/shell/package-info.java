/** The contracts of all rooms as the commands ask for them: with a bounded wait, and never a provider of their own choice. */
package org.dharmic.shell;
