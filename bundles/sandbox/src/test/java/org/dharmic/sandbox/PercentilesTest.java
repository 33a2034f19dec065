package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void everyPercentileIsAMeasuredValue() {
        assertThat(Percentiles.of(LongStream.rangeClosed(1, 100).boxed().toList()))
                .isEqualTo(new Percentiles(50, 95, 99));
        assertThat(Percentiles.of(List.of(7L, 3L))).isEqualTo(new Percentiles(3, 7, 7));
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0));
    }
}
