package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaptionTest {

    @Test
    void saysTitleAndHeadingsOnce() {
        assertThat(Caption.of("Water filter › Cartridge", "Cartridge")).isEqualTo("Water filter › Cartridge");
        assertThat(Caption.of("Water filter", "Water filter under the sink › Cartridge"))
                .isEqualTo("Water filter › Cartridge");
        assertThat(Caption.of("Water filter › Cartridge", "Cartridge › Dates"))
                .isEqualTo("Water filter › Cartridge › Dates");
        assertThat(Caption.of("", "Steps")).isEqualTo("Steps");
        assertThat(Caption.of("", "")).isEmpty();
    }

    @Test
    void hasNoMarkupAndNothingEscaped() {
        assertThat(Caption.of("The *rain* `gauge` [[note]] <b>", "snake_case and _stress_\u202E \\*"))
                .isEqualTo("The rain gauge note ‹b› › snake_case and stress");
    }
}
