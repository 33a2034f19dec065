package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.Test;

class MetersTest {

    @Test
    void recordingWithoutARegistryDoesNothingAndLeavingTakesEverythingAway() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters();
        meters.count("mail_handled_total");
        meters.gauge("mail_waiting", () -> 7);
        meters.arrived(registry);
        meters.count("mail_handled_total");
        meters.time("executor_run_seconds", Duration.ofMillis(3), "executor", "extractive");
        assertThat(registry.get("mail_handled_total").counter().count()).isEqualTo(1.0);
        assertThat(registry.get("mail_waiting").gauge().value()).isEqualTo(7.0);
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
