package org.dharmic.mail.imap.sending;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connection to the SMTP server, and pauses after a failure until there is a reason to try again. For one thread at a
 * time.
 */
final class Connecting implements Access {

    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);

    private final SmtpSender smtp;
    private final ChannelState state;
    private final Backoff serverPause =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> ThreadLocalRandom.current()
                    .nextDouble());
    /** Not before this nanoTime, unless what the connection is made with changes: empty when the server was well. */
    private Optional<Pause> paused = Optional.empty();

    private record Pause(long untilNanos, ImapSettings.Line line, boolean refused) {}

    Connecting(SmtpSender smtp, ChannelState state) {
        this.smtp = smtp;
        this.state = state;
    }

    @Override
    public boolean connect(ImapSettings now) {
        try {
            smtp.connect(now);
            serverPause.reset();
            paused = Optional.empty();
            if (state.sending(State.POLLING, "")) {
                LOG.info("Replies of {} go out again", now.account());
            }
            return true;
        } catch (SmtpUnavailable e) {
            Duration pause = e.refused() ? Passwords.AFTER_REFUSAL : serverPause.next();
            paused = Optional.of(new Pause(System.nanoTime() + pause.toNanos(), now.smtpLine(), e.refused()));
            String reason = e.getMessage() + "; next try in " + Math.max(1, pause.toSeconds()) + " s"
                    + (e.refused() ? " or when the secret or the account's file is mended" : "");
            if (state.sending(e.refused() ? State.REFUSED : State.DISCONNECTED, reason)) {
                LOG.warn("Replies of {} wait: {}", now.account(), reason);
                LOG.debug("Cause", e);
            }
            return false;
        }
    }

    @Override
    public void connectAhead(ImapSettings now) {
        if (isPaused(now)) {
            return;
        }
        try {
            smtp.connect(now);
        } catch (SmtpUnavailable e) {
            LOG.debug("No connection ahead of the reply", e);
        }
    }

    @Override
    public boolean isPaused(ImapSettings now) {
        return paused.filter(pause -> pause.line().equals(now.smtpLine()) && pause.untilNanos() - System.nanoTime() > 0)
                .filter(pause -> !pause.refused() || !smtp.hasOtherPassword(now))
                .isPresent();
    }
}
