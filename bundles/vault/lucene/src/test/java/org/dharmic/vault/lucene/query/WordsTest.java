package org.dharmic.vault.lucene.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void wordsWithMarksAreFoundBothWays() {
        try (Words words = Words.asWritten()) {
            assertThat(words.of("mokṣa Kṛṣṇa Küche Śiva naïve saṃsāra"))
                    .containsExactly(
                            List.of("moksa", "moksha"),
                            List.of("krsna", "krishna"),
                            List.of("kuche", "kueche"),
                            List.of("siva", "shiva"),
                            List.of("naive"),
                            List.of("samsara"));
            assertThat(words.of(java.text.Normalizer.normalize("mokṣa r̥ta", java.text.Normalizer.Form.NFD)))
                    .containsExactly(List.of("moksa", "moksha"), List.of("rta", "rita"));
        }
    }

    @Test
    void englishIsStemmedAndUnderscoresPart() {
        try (Words words = Words.stemmed()) {
            assertThat(words.of("The crown_jewels' changing, Mira’s"))
                    .containsExactly(List.of("crown"), List.of("jewel"), List.of("chang"), List.of("mira"));
        }
    }
}
