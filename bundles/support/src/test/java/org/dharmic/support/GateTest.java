package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

    @Test
    void anExchangeAwaitsThoseInsideAndLetsTheNextWait() throws Exception {
        AtomicReference<String> behind = new AtomicReference<>("old");
        assertThat(gate.enter()).isTrue();
        CompletableFuture<Boolean> exchanged =
                CompletableFuture.supplyAsync(() -> gate.exchange(Duration.ofSeconds(10), () -> behind.set("new")));
        await().until(gate::isAwaited);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> gate.through(behind::get));
        assertThat(behind.get()).isEqualTo("old");
        gate.leave();
        assertThat(exchanged.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("new");
        assertThat(gate.isAwaited()).isFalse();
    }

    @Test
    void anExchangeIsMadeAtItsLimitAndAFailedOneOpensTheGateAgain() {
        gate.enter();
        assertThat(gate.exchange(Duration.ofMillis(5), () -> {})).isFalse();
        gate.leave();
        assertThatThrownBy(() -> gate.exchange(Duration.ZERO, () -> {
                    throw new IllegalStateException("no such folder");
                }))
                .hasMessage("no such folder");
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void whoWaitsForAnExchangeIsSentAwayWhenTheComponentLeaves() throws Exception {
        CountDownLatch exchanging = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CompletableFuture<Boolean> exchange = CompletableFuture.supplyAsync(() -> gate.exchange(Duration.ZERO, () -> {
            exchanging.countDown();
            awaited(left);
        }));
        awaited(exchanging);
        CompletableFuture<Boolean> entered = CompletableFuture.supplyAsync(gate::enter);
        gate.drain(Duration.ZERO);
        assertThat(entered.get(10, TimeUnit.SECONDS)).isFalse();
        left.countDown();
        assertThat(exchange.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
