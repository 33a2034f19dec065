package org.dharmic.vault.lucene.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dharmic.vault.Hit;
import org.junit.jupiter.api.Test;

class PackedHitsTest {

    @Test
    void hitsComeOutAsTheyWentIn() {
        List<Hit> hits = List.of(
                new Hit("a/b.md", "B", "", "plain text", 1, 2, "0123456789ab", 1.5),
                new Hit(
                        "ś/ṇ.md",
                        "Śūnyatā",
                        "One > Two",
                        "long\nŧext 𝔸 ".repeat(300),
                        70_000,
                        70_001,
                        "",
                        Float.MIN_VALUE),
                new Hit("c.md", "", "", "", 0, 0, "ba9876543210", -0.0));
        assertThat(new PackedHits(hits).hits()).isEqualTo(hits);
        assertThat(new PackedHits(List.of()).hits()).isEmpty();
    }
}
