/** What an IMAP connection is made of, and what it costs: knows neither account nor journal. */
package org.dharmic.mail.imap.connection;
