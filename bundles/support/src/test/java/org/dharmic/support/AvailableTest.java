package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AvailableTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Available<StringBuilder> rooms = new Available<>(StringBuilder.class);

    @Test
    void withoutAServiceACallComesBackEmptyAfterTheWait() {
        assertThat(rooms.within(Duration.ofMillis(5), StringBuilder::length)).isEmpty();
    }

    @Test
    void aCallWaitsForTheServiceToArrive() throws Exception {
        CompletableFuture<Integer> length = CompletableFuture.supplyAsync(
                () -> rooms.within(LONG, StringBuilder::length).orElseThrow());
        rooms.arrived(new StringBuilder("abc"));
        assertThat(length.get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void aCallThatFailsBecauseItsServiceLeftIsMadeAgainOnTheNext() {
        StringBuilder first = new StringBuilder("old");
        StringBuilder second = new StringBuilder("newer");
        rooms.arrived(first);
        Integer length = rooms.within(LONG, service -> {
                    if (service == first) {
                        rooms.left(first);
                        rooms.arrived(second);
                        throw new IllegalStateException("closed");
                    }
                    return service.length();
                })
                .orElseThrow();
        assertThat(length).isEqualTo(5);
        assertThat(rooms.inFlight()).isZero();
    }

    @Test
    void aFailureOfAPresentServiceIsTheCallersToSee() {
        rooms.arrived(new StringBuilder());
        assertThatThrownBy(() -> rooms.within(LONG, service -> service.charAt(7)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theNewestOfTwoServesAndTheOlderReturnsWhenItGoes() {
        StringBuilder first = new StringBuilder("1");
        StringBuilder second = new StringBuilder("2");
        rooms.arrived(first);
        rooms.arrived(second);
        assertThat(rooms.now()).containsSame(second);
        rooms.left(second);
        assertThat(rooms.now()).containsSame(first);
    }
}
