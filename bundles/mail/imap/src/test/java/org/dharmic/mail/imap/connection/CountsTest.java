package org.dharmic.mail.imap.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountsTest {

    private final AtomicLong nanos = new AtomicLong(-5);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anHourIsForgottenAndTheSumIsNot() {
        HourlyCount count = new HourlyCount(nanos::get);
        assertThat(count.lastHour()).isZero();
        count.add();
        pass(Duration.ofMinutes(30));
        count.add();
        count.add();
        assertThat(count.lastHour()).isEqualTo(3);
        pass(Duration.ofMinutes(31));
        assertThat(count.lastHour()).isEqualTo(2);
        pass(Duration.ofDays(40));
        assertThat(count.lastHour()).isZero();
        count.add();
        assertThat(count.lastHour()).isEqualTo(1);
        assertThat(count.total()).isEqualTo(4);
    }

    @Test
    void theMedianIsOfTheNewest() {
        RecentMedian median = new RecentMedian();
        assertThat(median.median()).isEmpty();
        median.add(Duration.ofSeconds(9));
        assertThat(median.median()).contains(Duration.ofSeconds(9));
        for (int i = 0; i < 101; i++) {
            median.add(Duration.ofMillis(i));
        }
        assertThat(median.median()).contains(Duration.ofMillis(50));
    }
}
