package org.dharmic.mail.imap.intake;

import java.time.Duration;
import org.dharmic.mail.imap.settings.ImapSettings;

/**
 * How long the next IDLE lasts. Servers lose a notification that races with the answer to another command, which happens when
 * mails come in bursts. So the first IDLE after news is short, and each further one twice as long, up to the keep-alive. For
 * the intake's thread.
 */
final class IdleTime {

    private static final Duration AFTER_NEWS = Duration.ofSeconds(1);
    /** Now and then a mail comes between two commands; a server that never tells in IDLE is looked at as one without. */
    private static final int MUTE = 3;

    private Duration next = AFTER_NEWS;
    /** How often in a row new mail was there of which the server did not tell. */
    private int untold;

    void connected() {
        next = AFTER_NEWS;
        untold = 0;
    }

    /** @param told whether the server had told of it */
    void news(boolean told) {
        next = AFTER_NEWS;
        untold = told ? 0 : untold + 1;
    }

    Duration next(ImapSettings now) {
        Duration limit = shorter(next, untold < MUTE ? now.keepalive() : shorter(now.poll(), now.keepalive()));
        next = limit.multipliedBy(2);
        return limit;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
