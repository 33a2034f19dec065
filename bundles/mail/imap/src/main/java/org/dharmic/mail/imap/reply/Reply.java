package org.dharmic.mail.imap.reply;

/**
 * A rendered mail of ours.
 *
 * @param bytes headers and body, every line ended by CR LF, ASCII only
 * @param messageId with its angle brackets
 * @param recipient the one address it goes to
 */
public record Reply(byte[] bytes, String messageId, String recipient) {}
