package org.dharmic.mail.imap.sending;

import org.dharmic.mail.imap.settings.ImapSettings;

/** How a worker comes to its connection. For one thread at a time. */
interface Access {

    /** Whether there is a connection. */
    boolean connect(ImapSettings now);

    /** While an answer is thought of. What is wrong shows when there is something to send. */
    void connectAhead(ImapSettings now);

    /** No connection is made now, because the latest try failed. */
    boolean isPaused(ImapSettings now);
}
