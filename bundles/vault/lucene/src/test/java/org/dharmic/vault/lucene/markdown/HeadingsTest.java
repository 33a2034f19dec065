package org.dharmic.vault.lucene.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadingsTest {

    @Test
    void theTitleIsNotSaidAgain() {
        assertThat(Headings.below("Water filter", "Water filter under the sink > Changing it"))
                .isEqualTo("Changing it");
        assertThat(Headings.below("The reading circle 'Two Chairs'", "The reading circle \"Two Chairs\""))
                .isEmpty();
        assertThat(Headings.below("São Paulo, November 2025", "São Paulo, 3 to 22 November 2025 > Seen"))
                .isEqualTo("Seen");
        assertThat(Headings.below("Boiler", "")).isEmpty();
    }

    @Test
    void anyOtherHeadingIs() {
        assertThat(Headings.below("Boiler", "Numbers > Numbers > Boiler pressure"))
                .isEqualTo("Numbers > Boiler pressure");
        assertThat(Headings.below("水", "火 > 水")).isEqualTo("火 > 水");
    }
}
