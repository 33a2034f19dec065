package org.dharmic.journal;

/** Where an item stands. The order of the constants is the order of the way. */
public enum Stage {
    /** Raw bytes and cursor are durable; nobody has looked inside. */
    INGESTED,
    /** The sender is authenticated and allowed; verdict, thread and text are stored. Waits for an answer. */
    ADMITTED,
    /** Answer, receipt and memory events are stored. Thinking is never repeated after this. */
    ANSWERED,
    /** The reply's bytes and its Message-ID are stored. */
    READY,
    /** The reply is being handed to the SMTP server. After a crash here the ending is ambiguous. */
    SENDING,
    /** The SMTP server has taken the reply. */
    SENT,
    /** The mail is flagged as answered in its mailbox, or needs no flag. The end of the good way. */
    MARKED,
    /** Never to be answered, with a reason. */
    REJECTED,
    /** Waits for a person, with a reason; {@link Journal#retry} sends it on from where it was. */
    PARKED;

    /** No worker will touch it again by itself. */
    public boolean isTerminal() {
        return this == MARKED || this == REJECTED || this == PARKED;
    }
}
