/**
 * What every line to a server has, IMAP or SMTP: the library's sessions, the sockets below them, the password or token they
 * log in with, and the count of what they cost. Knows neither mailbox nor journal.
 */
package org.dharmic.mail.imap.connection;
