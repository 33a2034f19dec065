package org.dharmic.mail.imap.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.dharmic.mail.MailUnavailable;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final Duration NOW = Duration.ZERO;

    private final Looks looks = new Looks();

    @Test
    void aLookThatHadBegunBeforeSomebodyAskedIsNotWhatHeWaitsFor() {
        looks.begin();
        long next = looks.next();
        looks.end(3, "");
        assertThatThrownBy(() -> looks.await(next, NOW)).isInstanceOf(MailUnavailable.class);
        looks.begin();
        looks.end(4, "");
        assertThat(looks.await(next, NOW)).isEqualTo(4);
    }

    @Test
    void aLookThatFailedIsToldToWhoeverWaitsForIt() {
        long next = looks.next();
        looks.end(0, "the line is down");
        assertThatThrownBy(() -> looks.await(next, NOW)).hasMessage("the line is down");
    }
}
