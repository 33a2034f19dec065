package org.dharmic.mail.imap.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FootnotesTest {

    private static final String PLACE = "home/water.md#L3-L9";

    private static String plain(Markdown markdown) {
        return new FlowedText().add(markdown.plain()).toString().stripTrailing();
    }

    private static String plain(String markdown) {
        return plain(Markdown.withFootnotes(markdown));
    }

    @Test
    void aPlaceBecomesANumberAndTheSamePlaceTheSameNumber() {
        Markdown answer = Markdown.withFootnotes("Every 6 months `" + PLACE
                + "`, with gloves (`b c/d.md#L1-L2@0123456789ab`)." + "\n\nAgain: " + PLACE + ".");
        assertThat(plain(answer)).isEqualTo("Every 6 months [1], with gloves [2].\n\nAgain: [1].");
        assertThat(answer.sources()).containsExactly(PLACE, "b c/d.md#L1-L2@0123456789ab");
        assertThat(answer.html())
                .contains("gloves <sup style=\"line-height:0\" title=\"b c/d.md#L1-L2@0123456789ab\">[2]</sup>.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "In May (home/water.md#L3-L9).           | In May [1].",
                "In May [home/water.md#L3-L9].           | In May [1].",
                "— Water › Filter, `home/water.md#L3-L9` | — Water › Filter [1]",
                "In May [the note](home/water.md#L3-L9)  | In May the note [1]",
                "In May (`home/water.md#L3-L9`, `a.md#L1`; b.md#L2-L3). | In May [1], [2]; [3].",
                "In May (see `home/water.md#L3-L9`, `a.md#L1`). | In May (see [1], [2]).",
                "Further: `home/water.md#L3-L9`, `a.md#L1` | Further: [1], [2]",
                "See _home/water.md#L3-L9_ and more      | See [1] and more",
            })
    void whatSetItOffGoesWithIt(String written, String read) {
        assertThat(plain(written)).isEqualTo(read);
        assertThat(Markdown.withFootnotes(written).sources()).startsWith(PLACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- `home/water.md#L3-L9`",
                "- reading/_two_chairs_/__index__.md#L12-L18",
                "> Somebody wrote `home/water.md#L3-L9`.",
                "# On home/water.md#L3-L9",
                "    in code home/water.md#L3-L9",
                "— `home/water.md#L3-L9`",
                "See https://a.example/water.md#L3-L9",
                "See [web](https://a.example/water.md#L3-L9)",
                "A `C#L` note, x#L3, and L3-L9 of water.md",
            })
    void elsewhereAPlaceStays(String written) {
        Markdown answer = Markdown.withFootnotes(written);
        assertThat(answer.sources()).isEmpty();
        assertThat(plain(answer)).isEqualTo(plain(Markdown.render(written)));
    }

    @Test
    void aNameWithUnderscoresIsOnePlace() {
        Markdown answer = Markdown.withFootnotes("It is in reading/_two_chairs_/__index__.md#L12-L18, I think.");
        assertThat(answer.sources()).containsExactly("reading/_two_chairs_/__index__.md#L12-L18");
        assertThat(plain(answer)).isEqualTo("It is in [1], I think.");
    }

    @Test
    void aPlaceIsTextAndNoMarkup() {
        Markdown answer = Markdown.withFootnotes("See `\"><img src=x>.md#L1-L2` there.");
        assertThat(answer.sources()).hasSize(1);
        assertThat(answer.html()).doesNotContain("<img");
    }

    @Test
    void thereAreNoMoreThanAnybodyFollows() {
        StringBuilder many = new StringBuilder("All of");
        for (int i = 1; i <= 80; i++) {
            many.append(" n").append(i).append(".md#L1-L2 and");
        }
        Markdown answer = Markdown.withFootnotes(many.toString());
        assertThat(answer.sources()).hasSize(50);
        assertThat(plain(answer)).contains("[50]").contains("n51.md#L1-L2").doesNotContain("[51]");
    }

    @Test
    void withoutFootnotesPlacesStand() {
        Markdown answer = Markdown.render("See `" + PLACE + "`.");
        assertThat(answer.sources()).isEqualTo(List.of());
        assertThat(plain(answer)).isEqualTo("See " + PLACE + ".");
    }
}
