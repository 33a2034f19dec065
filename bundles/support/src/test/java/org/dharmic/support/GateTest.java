package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate("test");

    @Test
    void drainingWaitsForThoseInside() throws Exception {
        assertThat(gate.enter()).isTrue();
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return gate.drain(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        gate.leave();
        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void drainingGivesUpAtItsLimit() throws Exception {
        gate.enter();
        assertThat(gate.drain(Duration.ofMillis(5))).isFalse();
    }

    @Test
    void aDrainingGateLetsNobodyIn() throws Exception {
        gate.drain(Duration.ZERO);
        assertThat(gate.enter()).isFalse();
        assertThatThrownBy(() -> gate.run(() -> {}))
                .isInstanceOf(Gate.Leaving.class)
                .hasMessageContaining("test");
    }
}
