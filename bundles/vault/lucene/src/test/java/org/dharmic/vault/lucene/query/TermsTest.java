package org.dharmic.vault.lucene.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;

class TermsTest {

    private static Terms terms(String... stems) {
        return new Terms(new LinkedHashSet<>(Arrays.asList(stems)));
    }

    @Test
    void aWordIsFoundByTheBeginningOfItsStem() {
        Terms terms = terms("filter", "happi", "water");
        assertThat(terms.in("Filters make people happy.")).isEqualTo(0b011);
        assertThat(terms.in("underwater, filtrate")).isZero();
        assertThat(terms.in("")).isZero();
    }

    @Test
    void marksHideNoWord() {
        assertThat(terms("moksha").in("about Mokṣa")).isEqualTo(1);
        assertThat(terms("moksa").in("about mokṣa")).isEqualTo(1);
        assertThat(terms("kuech").in("Küchen")).isEqualTo(1);
        assertThat(terms("kuchen").in("Ku\u0308chen")).isEqualTo(1);
        assertThat(terms("uber").in("u\u0308ber Über")).isEqualTo(1);
        assertThat(terms("水").in("ein 水 und")).isEqualTo(1);
    }

    @Test
    void aPartOfATextIsLookedAtAlone() {
        String text = "water filter";
        assertThat(terms("filter", "water").in(text, 0, 5)).isEqualTo(0b10);
        assertThat(terms("filter", "water").in(text, 6, text.length())).isEqualTo(0b01);
        assertThat(terms("filter").in(text, 0, 8)).isZero();
    }

    @Test
    void theFirstTermIsWhereItsWordBegins() {
        assertThat(terms("filter", "sink").firstIn("the sink, a filter")).isEqualTo(4);
        assertThat(terms("moksha").firstIn("— mokṣa")).isEqualTo(2);
        assertThat(terms("filter").firstIn("nothing")).isEqualTo(-1);
    }
}
