package org.dharmic.agent.core.thinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.executor.Completion;
import org.junit.jupiter.api.Test;

class BreakerTest {

    @Test
    void theBreakerGrowsItsPausesAndForgetsThem() {
        AtomicLong nanos = new AtomicLong();
        Breaker breaker = new Breaker(nanos::get);

        breaker.failed(new Completion.Retry(Duration.ZERO, "x"), 3);
        breaker.failed(new Completion.Retry(Duration.ZERO, "x"), 3);
        assertThat(breaker.isOpen()).isFalse();
        breaker.failed(new Completion.Retry(Duration.ZERO, "x"), 3);
        assertThat(breaker.left()).isEqualTo(Duration.ofSeconds(5));
        breaker.failed(new Completion.Retry(Duration.ZERO, "x"), 3);
        assertThat(breaker.left()).isEqualTo(Duration.ofSeconds(10));
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(breaker.isOpen()).isFalse();
        for (int i = 0; i < 50; i++) {
            breaker.failed(new Completion.Retry(Duration.ZERO, "x"), 3);
        }
        assertThat(breaker.left()).isEqualTo(Duration.ofMinutes(5));
        breaker.succeeded();
        assertThat(breaker.isOpen()).isFalse();
        breaker.failed(new Completion.Retry(Duration.ofHours(2), "limit"), 3);
        assertThat(breaker.left()).isEqualTo(Duration.ofHours(2));
    }
}
