package org.dharmic.benchmarks.vault.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreTheNearestRank() {
        Latencies latencies = new Latencies(
                LongStream.rangeClosed(1, 100).map(n -> (101 - n) * 1_000_000).toArray());

        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(95)).isEqualTo(95);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
        assertThat(latencies.mean()).isEqualTo(50.5);
    }

    @Test
    void nothingMeasuredIsNought() {
        assertThat(new Latencies(new long[0]).figures()).containsEntry("n", 0).containsEntry("p95_ms", 0.0);
    }

    @Test
    void severalThreadsDoEachThingOnce() throws InterruptedException {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);

        Load.Run run = Load.run(1000, 4, Long.MAX_VALUE, done::incrementAndGet);

        assertThat(run.nanos()).hasSize(1000);
        for (int i = 0; i < done.length(); i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }

    @Test
    void whenTheTimeIsOverNothingMoreIsBegun() throws InterruptedException {
        assertThat(Load.run(1000, 1, -1, number -> {}).nanos()).isEmpty();
    }
}
