package org.dharmic.mail;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a mail account is doing.
 *
 * @param account its name
 * @param address the address it answers as
 * @param state what it is doing
 * @param reason one line for people: what is wrong and what will happen next; empty when all is well
 * @param since when this state began
 * @param lastPoll when the mailbox was last looked at with success
 * @param connects IMAP connections made since the component started
 * @param received mails taken in since the component started
 * @param sent replies sent since the component started
 * @param rejected mails rejected since the component started
 */
public record ChannelStatus(
        String account,
        String address,
        State state,
        String reason,
        Instant since,
        Optional<Instant> lastPoll,
        long connects,
        long received,
        long sent,
        long rejected) {

    /** What an account is doing. */
    public enum State {
        CONNECTING,
        /** Connected; told of new mail by the server (IDLE). */
        IDLING,
        /** Connected; looks every {@code poll.seconds}. */
        POLLING,
        /** Not connected; tries again by itself. */
        DISCONNECTED,
        /** The server refused the credentials; tries rarely, or when the configuration changes. */
        REFUSED,
        PAUSED
    }

    public ChannelStatus {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastPoll, "lastPoll");
    }
}
