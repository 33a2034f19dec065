package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // the counter of a machine may overflow
    private final Caps caps = new Caps(nanos::get);

    private int taken(int tries, String sender, String thread, SenderPolicy.CapRules rules) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += caps.take(sender, thread, rules).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void eachCapHoldsByItself() {
        SenderPolicy.CapRules rules = new SenderPolicy.CapRules(10, 3, 12);
        assertThat(taken(20, "a", "t1", rules)).isEqualTo(3);
        assertThat(caps.take("a", "t1", rules))
                .hasValueSatisfying(why -> assertThat(why).contains("3 mails an hour", "cap.thread.per.hour"));
        assertThat(taken(5, "a", "t2", rules) + taken(5, "a", "t3", rules)).isEqualTo(6);
        assertThat(taken(5, "a", "t4", rules)).isEqualTo(1);
        assertThat(caps.take("a", "t5", rules))
                .hasValueSatisfying(why -> assertThat(why).contains("cap.sender.per.hour"));
        assertThat(taken(5, "b", "t6", rules)).isEqualTo(2);
        assertThat(caps.take("c", "t7", rules))
                .hasValueSatisfying(why -> assertThat(why).contains("cap.all.per.hour"));
    }

    @Test
    void theyFillEvenlyOverTheHour() {
        SenderPolicy.CapRules rules = new SenderPolicy.CapRules(6, 0, 0);
        assertThat(taken(10, "a", "t", rules)).isEqualTo(6);
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(taken(10, "a", "t", rules)).isZero();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(taken(10, "a", "t", rules)).isEqualTo(1);
        nanos.addAndGet(Duration.ofDays(3).toNanos());
        assertThat(taken(10, "a", "t", rules)).isEqualTo(6);
    }

    @Test
    void aChangedCapHoldsAtOnce() {
        assertThat(taken(10, "a", "t", new SenderPolicy.CapRules(6, 0, 0))).isEqualTo(6);
        assertThat(taken(10, "a", "t", new SenderPolicy.CapRules(0, 0, 0))).isEqualTo(10);
        assertThat(taken(10, "a", "t", new SenderPolicy.CapRules(2, 0, 0))).isEqualTo(2);
    }

    @Test
    void whatOneCapRefusesCostsNothingInTheOthers() {
        SenderPolicy.CapRules rules = new SenderPolicy.CapRules(0, 1, 2);
        assertThat(taken(100, "a", "t1", rules)).isEqualTo(1);
        assertThat(taken(1, "a", "t2", rules)).isEqualTo(1);
    }

    @Test
    void manyThreadsTakeBoundedRoom() {
        SenderPolicy.CapRules rules = new SenderPolicy.CapRules(0, 1, 100_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(caps.take("a", "t" + i, rules)).isEmpty();
        }
        assertThat(caps.take("a", "t19999", rules)).isPresent();
    }
}
