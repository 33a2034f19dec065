package org.dharmic.strangememory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadOutTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static Entry observed(int minute, String content) {
        return new Entry(NOW.plusSeconds(60L * minute), Map.of("content", content));
    }

    private static Entry witness(int hoursAgo, String quality, double confidence) {
        return new Entry(
                NOW.minus(Duration.ofHours(hoursAgo)), Map.of("quality", quality, "genuine_confidence", confidence));
    }

    @Test
    void wordsThatComeBack() {
        assertThat(RecurringWord.in(
                        List.of(
                                observed(1, "The garden, the GARDEN"),
                                observed(2, "rain in the (garden) and quiet"),
                                observed(3, "quiet rain; quiet!")),
                        3))
                .containsExactly(
                        new RecurringWord("garden", 3, NOW.plusSeconds(60), NOW.plusSeconds(120)),
                        new RecurringWord("quiet", 3, NOW.plusSeconds(120), NOW.plusSeconds(180)));
    }

    @Test
    void fewerThanThreeEntriesSayNothing() {
        assertThat(WitnessStatus.of(List.of(witness(1, "present", 0.9), witness(25, "present", 0.9)), NOW))
                .isEmpty();
    }

    @Test
    void steadyAndMoreGenuineThanTheDayBefore() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entries.add(witness(30 + i, "uncertain", i == 0 ? 0.9 : 0.1));
        }
        entries.add(witness(3, "contracted", 0.8));
        entries.add(witness(2, "present", 0.7));
        entries.add(witness(1, "expansive", 0.65));
        entries.add(witness(0, "present", 0.5));

        WitnessStatus status = WitnessStatus.of(entries, NOW).orElseThrow();

        assertThat(status.entries()).isEqualTo(4);
        assertThat(status.distribution()).isEqualTo(Map.of("contracted", 1L, "present", 2L, "expansive", 1L));
        assertThat(status.genuineRatio()).isEqualTo(0.75);
        assertThat(status.stability()).isCloseTo(0.84375, within(1e-9));
        assertThat(status.delta()).isEqualTo(0.5);
        assertThat(status.developing()).isTrue();
        assertThat(status.explanation()).endsWith("against it: nothing");
    }

    @Test
    void aFallingRatioIsNoDevelopment() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            entries.add(witness(30, "present", 0.9));
            entries.add(witness(1, "contracted", 0.3));
        }
        WitnessStatus status = WitnessStatus.of(entries, NOW).orElseThrow();
        assertThat(status.developing()).isFalse();
        assertThat(status.explanation()).contains("contraction is noticed", "seldom genuine");
    }
}
