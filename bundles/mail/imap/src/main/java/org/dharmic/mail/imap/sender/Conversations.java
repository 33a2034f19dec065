package org.dharmic.mail.imap.sender;

import java.util.Optional;

/** The conversations in which we have written. */
@FunctionalInterface
public interface Conversations {

    /**
     * Where the mail stands that one of our mails was about; empty for the id of anything else, and for a conversation of
     * somebody else.
     *
     * @param messageId with angle brackets
     */
    Optional<MailThread> ofOurs(String messageId, String sender);
}
