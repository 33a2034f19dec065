/**
 * The account's folder at the IMAP server: the one connection to it, what is asked and flagged over it, IDLE, and the folder of
 * sent mail. {@link ImapConnection} is the way in; it knows no journal, and what becomes of a mail is not its business.
 */
package org.dharmic.mail.imap.mailbox;
