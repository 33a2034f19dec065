package org.dharmic.benchmarks.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dharmic.benchmarks.vault.load.Load;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private long now;
    private final List<Double> seconds = new ArrayList<>();
    private final WarmUp warmUp = new WarmUp(() -> now);

    /** A round of a thousand queries that takes so many seconds, the last of them for ever. */
    private Map<String, Object> asked(double... rounds) throws Exception {
        return warmUp.with(budget -> {
            double took = rounds[Math.min(seconds.size(), rounds.length - 1)];
            seconds.add(took);
            long nanos = (long) (took * TimeUnit.SECONDS.toNanos(1));
            now += nanos;
            return new Load.Run(new long[1_000], nanos);
        });
    }

    @Test
    void goesOnUntilTwoRoundsInARowAreEqual() throws Exception {
        assertThat(asked(12, 9, 7, 6, 5.9, 5.9))
                .containsEntry("warm_up_s", 39.9)
                .containsEntry("warm_up_settled", true);
        assertThat(seconds).hasSize(5);
    }

    @Test
    void equalRoundsAtTheBeginningDoNotCount() throws Exception {
        asked(3, 3, 3, 3);
        assertThat(seconds).hasSize(10);
    }

    @Test
    void endsThoughItNeverSettles() throws Exception {
        assertThat(asked(20, 17, 14, 11)).containsEntry("warm_up_settled", false);
        assertThat(seconds).hasSize(4);
    }
}
