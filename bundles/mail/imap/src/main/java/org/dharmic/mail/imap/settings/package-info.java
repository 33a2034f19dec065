/**
 * What an account is told to do: its configuration set as people write it, and the checked record that all others see.
 * {@link ImapSettings} is the way in.
 */
package org.dharmic.mail.imap.settings;
