/**
 * ANSWERED to SENT: {@link Composing} stores the reply's bytes, {@link ReplyWorker} hands them to the SMTP server, and
 * {@link UnclearEndings} decides where nobody knows whether the server took them.
 */
package org.dharmic.mail.imap.sending;
