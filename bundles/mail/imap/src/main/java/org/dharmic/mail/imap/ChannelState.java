package org.dharmic.mail.imap;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.mail.ChannelStatus;

/** What the account is doing and has done, as the status, the health check and the metrics show it. For many threads. */
final class ChannelState {

    /** How a side of the account is; the reason is empty when all is well. */
    record Side(ChannelStatus.State state, String reason, Instant since) {}

    private final Clock clock;
    private Side intake;
    private Side sending;
    private Side admission;
    private Instant lastPoll;
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong ambiguous = new AtomicLong();

    ChannelState(Clock clock) {
        this.clock = clock;
        intake = new Side(ChannelStatus.State.CONNECTING, "", clock.instant());
        sending = new Side(ChannelStatus.State.POLLING, "", clock.instant());
        admission = sending;
    }

    /** True when this is news. */
    synchronized boolean intake(ChannelStatus.State state, String reason) {
        Side before = intake;
        intake = changed(before, state, reason);
        return before.state() != state || !before.reason().equals(reason);
    }

    /** The SMTP side: POLLING means well, DISCONNECTED and REFUSED mean trouble. */
    synchronized boolean sending(ChannelStatus.State state, String reason) {
        Side before = sending;
        sending = changed(before, state, reason);
        return before.state() != state || !before.reason().equals(reason);
    }

    /** Whether senders can be examined: POLLING means well, PAUSED means trouble. */
    synchronized boolean admission(ChannelStatus.State state, String reason) {
        Side before = admission;
        admission = changed(before, state, reason);
        return before.state() != state || !before.reason().equals(reason);
    }

    private Side changed(Side before, ChannelStatus.State state, String reason) {
        return new Side(state, reason, before.state() == state ? before.since() : clock.instant());
    }

    synchronized Side intake() {
        return intake;
    }

    synchronized Side sending() {
        return sending;
    }

    synchronized Side admission() {
        return admission;
    }

    synchronized void looked() {
        lastPoll = clock.instant();
    }

    void connected() {
        connects.incrementAndGet();
    }

    void received() {
        received.incrementAndGet();
    }

    void sent() {
        sent.incrementAndGet();
    }

    /** A reply's sending has ended without the server's word. */
    void ambiguousSend() {
        ambiguous.incrementAndGet();
    }

    long ambiguous() {
        return ambiguous.get();
    }

    void rejected() {
        rejected.incrementAndGet();
    }

    synchronized ChannelStatus status(ImapSettings settings) {
        String reason = intake.reason();
        for (Side each : new Side[] {sending, admission}) {
            if (!each.reason().isEmpty()) {
                reason = reason.isEmpty() ? each.reason() : reason + "; " + each.reason();
            }
        }
        return new ChannelStatus(
                settings.account(),
                settings.address(),
                intake.state(),
                reason,
                intake.since(),
                Optional.ofNullable(lastPoll),
                connects.get(),
                received.get(),
                sent.get(),
                rejected.get());
    }
}
