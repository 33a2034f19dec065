package org.dharmic.mail.imap.mailbox;

/** Looks whether a mail of ours lies where the provider files what was sent. */
public interface SentLook {

    /** What it saw. */
    enum Seen {
        THERE,
        NOT_THERE,
        /** The account has no such folder, or shall not look. */
        NOWHERE_TO_LOOK
    }

    /**
     * @param messageId with angle brackets
     * @throws org.dharmic.mail.MailUnavailable when it cannot look now
     */
    Seen look(String messageId);
}
