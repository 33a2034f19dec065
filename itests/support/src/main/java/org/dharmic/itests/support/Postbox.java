package org.dharmic.itests.support;

import jakarta.mail.MessagingException;
import java.util.List;

/** Where a person's mail to the agent goes in, and replies come out. Send and look from one thread each. */
public interface Postbox extends AutoCloseable {

    /** @param inReplyTo Message-ID of the mail that it answers */
    record Reply(String messageId, String inReplyTo) {}

    /** @param references Message-IDs of the conversation so far, oldest first */
    void send(String messageId, String subject, String text, List<String> references) throws MessagingException;

    /** Replies that came since the last look, in the order of their arrival. */
    List<Reply> fresh() throws MessagingException;

    @Override
    void close() throws MessagingException;
}
