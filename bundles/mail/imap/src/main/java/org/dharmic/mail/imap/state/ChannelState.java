package org.dharmic.mail.imap.state;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.imap.settings.ImapSettings;

/** What the account is doing and has done, as the status, the health check and the metrics show it. For many threads. */
public final class ChannelState {

    /** How a side of the account is; the reason is empty when all is well. */
    public record Side(ChannelStatus.State state, String reason, Instant since) {}

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

    public ChannelState(Clock clock) {
        this.clock = clock;
        intake = new Side(ChannelStatus.State.CONNECTING, "", now());
        sending = new Side(ChannelStatus.State.POLLING, "", now());
        admission = sending;
    }

    /** True when it is news: a trouble that was not there before, or its end. */
    public synchronized boolean intake(ChannelStatus.State state, String reason) {
        Side before = intake;
        intake = changed(before, state, reason);
        return isNews(before, reason);
    }

    /** The SMTP side: POLLING means well, DISCONNECTED and REFUSED mean trouble. */
    public synchronized boolean sending(ChannelStatus.State state, String reason) {
        Side before = sending;
        sending = changed(before, state, reason);
        return isNews(before, reason);
    }

    /** Whether senders can be examined: POLLING means well, PAUSED means trouble. */
    public synchronized boolean admission(ChannelStatus.State state, String reason) {
        Side before = admission;
        admission = changed(before, state, reason);
        return isNews(before, reason);
    }

    private Side changed(Side before, ChannelStatus.State state, String reason) {
        boolean same = before.state() == state || !reason.isEmpty() && !isNews(before, reason);
        return new Side(state, reason, same ? before.since() : now());
    }

    /** Another try that fails in the same way is none: an outage of a night would fill the log. */
    private static boolean isNews(Side before, String reason) {
        return !cause(before.reason()).equals(cause(reason));
    }

    /** A reason may end in the time of the next try. */
    private static String cause(String reason) {
        int next = reason.indexOf("; next try in ");
        return next < 0 ? reason : reason.substring(0, next);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    public synchronized Side intake() {
        return intake;
    }

    public synchronized Side sending() {
        return sending;
    }

    public synchronized Side admission() {
        return admission;
    }

    public synchronized void looked() {
        lastPoll = now();
    }

    public void connected() {
        connects.incrementAndGet();
    }

    public void received() {
        received.incrementAndGet();
    }

    public void sent() {
        sent.incrementAndGet();
    }

    /** A reply's sending has ended without the server's word. */
    public void ambiguousSend() {
        ambiguous.incrementAndGet();
    }

    public long ambiguous() {
        return ambiguous.get();
    }

    public void rejected() {
        rejected.incrementAndGet();
    }

    public synchronized ChannelStatus status(ImapSettings settings) {
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
