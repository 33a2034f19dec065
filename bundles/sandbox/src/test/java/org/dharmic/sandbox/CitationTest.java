package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CitationTest {

    @Test
    void placesAreFoundOnceAndInOrder() {
        assertThat(
                        Citation.in(
                                "See home/water-filter.md#L13-L18, [1]: CORE/house_rules.md#L4\n(home/water-filter.md#L13-L18)"))
                .containsExactly(
                        new Citation("home/water-filter.md", 13, 18), new Citation("CORE/house_rules.md", 4, 4));
    }

    @Test
    void aTextWithoutPlacesHasNone() {
        assertThat(Citation.in("home/water-filter.md, line 3")).isEmpty();
    }

    @Test
    void aPlaceMustLieInItsNote() {
        OptionalInt ten = OptionalInt.of(10);
        assertThat(new Citation("a.md", 1, 10).isIn(ten)).isTrue();
        assertThat(new Citation("a.md", 9, 11).isIn(ten)).isFalse();
        assertThat(new Citation("a.md", 0, 1).isIn(ten)).isFalse();
        assertThat(new Citation("a.md", 5, 4).isIn(ten)).isFalse();
        assertThat(new Citation("a.md", 1, 1).isIn(OptionalInt.empty())).isFalse();
    }
}
