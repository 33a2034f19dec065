package org.dharmic.benchmarks.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictsTest {

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() {
        Verdicts verdicts = new Verdicts();
        verdicts.atMost("fast", 1.5, 2);
        verdicts.atMost("slow", 3, 2);
        verdicts.atLeast("often", 1, 2);
        verdicts.atMost("ratio", Progress.rounded(4 / Double.NaN, 2), 1);
        verdicts.holds("equal", 0);

        assertThat(verdicts.lines())
                .containsEntry("fast", "1.5 <= 2.0")
                .containsEntry("slow", "3.0 <= 2.0 MISSED")
                .containsEntry("often", "1.0 >= 2.0 MISSED")
                .containsEntry("ratio", "not measured")
                .containsEntry("equal", "no MISSED");
    }
}
