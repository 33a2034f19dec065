/**
 * From the mailbox to INGESTED, and SENT to MARKED: the one thread that owns the IMAP connection, looks for new mail, takes it into
 * the journal, flags what was answered, and does what others want of the mailbox. {@link ImapIntake} is its loop.
 */
package org.dharmic.mail.imap.intake;
