package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "change,changed", "change,changing", "cartridge,cartridges", "stop,stopped", "fill,filling",
                "battery,batteries",
        "Schlüssel,schlussel", "Garten,Gärten", "prune,pruning", "key,keys", "city,cities", "Café,cafe"
    })
    void formsOfAWordAreOne(String one, String other) {
        assertThat(Words.stems(one)).isEqualTo(Words.stems(other));
    }

    @Test
    void emptyWordsAreLeftOut() {
        assertThat(Words.stems("When is the next due?")).containsExactly("next", "due");
        assertThat(Words.stems("Wann bin ich an der Reihe?")).hasSize(1);
    }

    @Test
    void numbersStay() {
        assertThat(Words.stems("AB-12 on 2026-03-14, 7")).contains("ab", "12", "2026", "03", "14", "7");
    }

    @Test
    void aCompoundIsHalfMet() {
        assertThat(Words.met("garden", Set.of("gardenhouse"))).isBetween(0.5, 0.9);
        assertThat(Words.met("car", Set.of("cartridg"))).isZero();
    }
}
