package org.dharmic.vault.lucene.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dharmic.vault.lucene.query.Terms;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    private static final Terms TERMS = new Terms(Set.of("filter", "water"));

    @Test
    void theSmallestRunOfLinesWithTheMostTermsIsShown() {
        String text = "# Filter\n\nOf water alone.\n\nA filter, and\nits water.\n\nThe end.";
        assertThat(Excerpt.text(text, TERMS, 4, 480)).isEqualTo("A filter, and\nits water.");
        assertThat(Excerpt.of(List.of(text.split("\n", -1)), TERMS, 4, 480)).isEqualTo(new Excerpt(4, 5));
    }

    @Test
    void aLineAloneGetsItsNeighbours() {
        assertThat(Excerpt.text("# H\nbefore\na filter\nbehind\n", TERMS, 4, 480))
                .isEqualTo("a filter\nbehind");
        assertThat(Excerpt.text("# H\nbefore\na filter\n \nbehind", TERMS, 4, 480))
                .isEqualTo("before\na filter");
        assertThat(Excerpt.text("# H\na filter", TERMS, 4, 480)).isEqualTo("a filter");
    }

    @Test
    void withoutATermTheFirstTextIsShown() {
        assertThat(Excerpt.text("# H\n\nfirst\nsecond\nthird", TERMS, 4, 480)).isEqualTo("first\nsecond");
        assertThat(Excerpt.text("", TERMS, 4, 480)).isEmpty();
    }

    @Test
    void ofAnOverlongLineThePartAroundTheTermIsShown() {
        String line = "word ".repeat(100) + "filter " + "word ".repeat(100);
        assertThat(Excerpt.text(line, TERMS, 4, 80))
                .hasSizeLessThanOrEqualTo(80)
                .contains("filter");
    }
}
