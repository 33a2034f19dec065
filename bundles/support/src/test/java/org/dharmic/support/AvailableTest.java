package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void theHigherRankingServesAndFollowsAChange() {
        StringBuilder lucene = new StringBuilder("lucene");
        StringBuilder other = new StringBuilder("other");
        rooms.arrived(lucene, Map.of("service.id", 1L));
        rooms.arrived(other, Map.of("service.id", 2L));
        assertThat(rooms.now()).as("the same ranking: the older").containsSame(lucene);
        rooms.arrived(other, Map.of("service.id", 2L, "service.ranking", 10));
        assertThat(rooms.now()).as("raised").containsSame(other);
        rooms.arrived(lucene, Map.of("service.id", 1L, "service.ranking", 20));
        assertThat(rooms.now()).as("raised higher").containsSame(lucene);
        rooms.left(lucene);
        assertThat(rooms.now()).as("the better one left").containsSame(other);
    }

    /** Each bundle has its own copy of the class, here from a class loader that shares nothing. */
    @Test
    void whoSaysItIsLeavingInTheWordsOfAnotherBundleIsAskedAgain() throws Exception {
        RuntimeException foreign = foreignLeaving();
        assertThat(foreign).isNotInstanceOf(Gate.Leaving.class);
        StringBuilder leaving = new StringBuilder("leaving");
        StringBuilder next = new StringBuilder("next");
        rooms.arrived(leaving);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> rooms.within(LONG, service -> {
                    if (service == leaving) {
                        throw foreign;
                    }
                    return service.toString();
                })
                .orElseThrow());
        rooms.arrived(next);
        rooms.left(leaving);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("next");
    }

    private static RuntimeException foreignLeaving() throws Exception {
        URL classes = Gate.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader bundle = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            return (RuntimeException) bundle.loadClass(Gate.Leaving.class.getName())
                    .getConstructor(String.class)
                    .newInstance("somebody");
        }
    }

    @Test
    void whatItAskedInItsTurnMayBeLeavingWhileItStays() {
        rooms.arrived(new StringBuilder("steady"));
        AtomicInteger calls = new AtomicInteger();
        assertThat(rooms.within(LONG, service -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new Gate.Leaving("a third");
                    }
                    return service.length();
                }))
                .contains(6);
    }

    @Test
    void aClassThatWentWithItsBundleIsAskedForAtTheNext() {
        StringBuilder first = new StringBuilder("old");
        rooms.arrived(first);
        assertThat(rooms.within(LONG, service -> {
                    if (service == first) {
                        rooms.left(first);
                        rooms.arrived(new StringBuilder("newer"));
                        throw new NoClassDefFoundError("of a revision that is gone");
                    }
                    return service.length();
                }))
                .contains(5);
    }

    @Test
    void aCallInTheMiddleOfGreedyRebindingGoesToTheNewOne() {
        StringBuilder old = new StringBuilder("old");
        StringBuilder better = new StringBuilder("better");
        rooms.arrived(old);
        String answer = rooms.within(LONG, service -> {
                    if (service == old) {
                        rooms.arrived(better); // bound before the old one is unbound
                        throw new Gate.Leaving("old");
                    }
                    return service.toString();
                })
                .orElseThrow();
        assertThat(answer).isEqualTo("better");
    }

    @Test
    void anInterruptEndsTheWaitAtOnceAndStays() {
        rooms.arrived(new StringBuilder());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> rooms.within(LONG, service -> {
                    throw new Gate.Leaving("somebody");
                }))
                .isInstanceOf(Gate.Leaving.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
