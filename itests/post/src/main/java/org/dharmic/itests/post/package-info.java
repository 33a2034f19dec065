/**
 * A mail provider for tests and benchmarks that does as it is told: mailboxes in memory, IMAP and SMTP over them, a line
 * that fails or is encrypted; and bare clients to compare with.
 */
package org.dharmic.itests.post;
