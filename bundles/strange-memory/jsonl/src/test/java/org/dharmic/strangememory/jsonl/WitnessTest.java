package org.dharmic.strangememory.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitnessTest {

    private static final String LONG = "a plain note that is long enough to earn nothing for being short at all";

    @ParameterizedTest
    @CsvSource({
        "present, 0.5, " + LONG,
        "expansive, 0.6, " + LONG,
        "uncertain, 0.7, " + LONG,
        "contracted, 0.8, " + LONG,
        "present, 0.55, short",
        "present, 0.6, " + LONG + " however",
        "present, 0.6, " + LONG + "?",
        "present, 0.35, beautiful " + LONG,
        "present, 0.4, I notice " + LONG,
        "contracted, 0.3, I notice I am noticing this",
        "contracted, 1.0, 'but why, however?'",
    })
    void wordingDecides(String quality, double confidence, String notes) {
        assertThat(Witness.confidence(quality, notes)).isEqualTo(confidence);
    }
}
