package org.dharmic.mail.imap.sending;

import java.util.function.BooleanSupplier;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a second connection to the SMTP server in a burst. That there is none is no trouble: a server may allow one alone,
 * and over that the replies go on.
 */
final class ConnectingBeside implements Access {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectingBeside.class);

    private final SmtpSender smtp;
    private final BooleanSupplier burst;
    private boolean failed;
    private long failedAt;

    ConnectingBeside(SmtpSender smtp, BooleanSupplier burst) {
        this.smtp = smtp;
        this.burst = burst;
    }

    @Override
    public boolean connect(ImapSettings now) {
        try {
            smtp.connect(now);
            failed = false;
        } catch (SmtpUnavailable e) {
            pause(e.getMessage(), now);
        }
        return !failed;
    }

    /** The server does not want it, or what came over it. */
    void pause(String why, ImapSettings now) {
        failed = true;
        failedAt = System.nanoTime();
        LOG.info(
                "Replies of {} go over one connection for {} s: {}",
                now.account(),
                Passwords.AFTER_REFUSAL.toSeconds(),
                why);
    }

    @Override
    public void connectAhead(ImapSettings now) {
        // nobody waits for a second one
    }

    /** Also when it is not wanted. With {@code hold} a person would have to look at each reply that a crash left unclear. */
    @Override
    public boolean isPaused(ImapSettings now) {
        return !burst.getAsBoolean()
                || now.smtpConnections() < 2
                || now.onAmbiguous() == ImapSettings.OnAmbiguous.HOLD
                || failed && System.nanoTime() - failedAt < Passwords.AFTER_REFUSAL.toNanos();
    }
}
