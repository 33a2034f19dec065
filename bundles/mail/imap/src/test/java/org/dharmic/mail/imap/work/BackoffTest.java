package org.dharmic.mail.imap.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void itDoublesUpToItsBoundAndStartsAnew() {
        Backoff most = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> 1);
        assertThat(most.next()).isEqualTo(Duration.ofSeconds(1));
        assertThat(most.next()).isEqualTo(Duration.ofSeconds(2));
        assertThat(most.next()).isEqualTo(Duration.ofSeconds(4));
        assertThat(most.pause(1000)).isEqualTo(Duration.ofMinutes(5));
        most.reset();
        assertThat(most.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void chanceTakesOffAtMostHalf() {
        assertThat(new Backoff(Duration.ofSeconds(8), Duration.ofMinutes(5), () -> 0).next())
                .isEqualTo(Duration.ofSeconds(4));
    }
}
