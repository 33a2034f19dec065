package org.dharmic.mail.imap.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    private static String plain(String markdown) {
        return new FlowedText()
                .add(Markdown.render(markdown).plain())
                .toString()
                .stripTrailing();
    }

    private static String html(String markdown) {
        return Markdown.render(markdown).html();
    }

    @Test
    void plainTextReadsAsIfTyped() {
        assertThat(plain("""
                        # Quinces

                        They ripen in **October**, *not* before.\\
                        Price: 5 \\* 2 \\[net\\] &amp; more, run `vault:status`.

                        ## Steps

                        1. Pick
                        2. Wash
                           - gently
                           - twice

                        > Patience
                        > is all.
                        >
                        > > Truly.

                        ```sh
                        ls *_x_*
                        ```

                        ***

                        ### Closing
                        """)).isEqualTo("""
                        Quinces
                        =======

                        They ripen in October, not before.
                        Price: 5 * 2 [net] & more, run vault:status.

                        Steps
                        -----

                        1. Pick
                        2. Wash
                            - gently
                            - twice

                        > Patience\s
                        > is all.
                        >
                        >> Truly.

                             ls *_x_*

                        --------------------

                        Closing""");
    }

    @Test
    void linksAreFollowedByTheirTarget() {
        assertThat(plain("See [the site](https://a.example/x \"t\") or <https://b.example> or <me@c.example>."))
                .isEqualTo("See the site <https://a.example/x> or https://b.example or me@c.example.");
        assertThat(plain("[ref][1]\n\n[1]: http://d.example\n")).isEqualTo("ref <http://d.example>");
    }

    @Test
    void tablesStandInColumns() {
        assertThat(plain("| What | Price |\n|---|--:|\n| Quince | 5 |\n| **Über**pear | 12 \\| 13 |\n"))
                .isEqualTo("""
                        What        Price
                        --------  -------
                        Quince          5
                        Überpear  12 | 13""");
    }

    @Test
    void aWideTableIsSpelledOut() {
        String wide = "w".repeat(60);
        assertThat(plain("| Name | Note |\n|---|---|\n| a | " + wide + " |\n| " + wide + " | b |\n"))
                .isEqualTo("Name: a\nNote: " + wide + "\n\nName: " + wide + "\nNote: b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home/water.md#L3-L9",
                "reading/two_chairs_reading_circle.md#L12-L18",
                "notes/__index__.md#L1-L2",
                "__index__.md#L1-L2",
                "a/_draft_/b.md#L1-L2",
                "_a_b/c_d_.md#L1-L2",
                "journal/2026-03-14.md#L1-L2@0123456789ab"
            })
    void aPlaceStaysAsItIs(String place) {
        for (String written : new String[] {place, "`" + place + "`", "(" + place + ")", "see " + place + "."}) {
            assertThat(plain(written)).as(written).contains(place);
            assertThat(html(written)).as(written).contains(place);
        }
    }

    @Test
    void underscoresAroundWordsAreEmphasis() {
        assertThat(plain("It is _very_ ripe, __really__.")).isEqualTo("It is very ripe, really.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](javascript:alert(1))",
                "[a](JaVaScRiPt:alert(1))",
                "<javascript:alert(1)>",
                "[a](data:text/html;base64,PHNjcmlwdD4=)",
                "[a](file:///etc/passwd)",
                "[a](//evil.example/x)",
                "[a](relative.md)",
                "[a](<http://evil.example\t/x>)",
                "[a][1]\n\n[1]: vbscript:x"
            })
    void aLinkElsewhereThanToTheWebOrAMailAddressIsNone(String markdown) {
        assertThat(html(markdown)).doesNotContain("href").doesNotContain("<a");
        assertThat(plain(markdown)).isNotBlank();
    }

    @Test
    void aPictureIsALinkAndNeverLoaded() {
        String markdown = "![a *map*](https://evil.example/pixel.png) ![x](cid:1) ![](http://e.example/y)"
                + " [![in](http://e.example/z)](https://a.example)";
        assertThat(html(markdown))
                .doesNotContain("<img")
                .doesNotContain("cid:")
                .doesNotContain("e.example/z")
                .contains("href=\"https://evil.example/pixel.png\">a map</a>");
        assertThat(plain(markdown))
                .isEqualTo("a map <https://evil.example/pixel.png> x http://e.example/y in \n<https://a.example>");
    }

    @Test
    void htmlIsText() {
        String markdown = "a <img src=x onerror=y> b\n\n<script>alert(1)</script>\n";
        assertThat(html(markdown))
                .contains("&lt;img")
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
        assertThat(plain(markdown)).isEqualTo("a <img src=x onerror=y> b\n\n<script>alert(1)</script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "*a **b ", "[", "![", "_a __b ", "1. ", "(`", "| a | b |\n|---|---|\n"})
    void nestingWithoutEndIsNoDanger(String mark) {
        String markdown = mark.repeat(20_000) + "x"
                + new StringBuilder(mark).reverse().toString().repeat(20_000);
        assertThat(plain(markdown)).isNotBlank();
        assertThat(html("*".repeat(50_000) + "x" + "*".repeat(50_000))).contains("x");
    }

    @Test
    void nothingGivesNothing() {
        assertThat(plain("")).isEmpty();
        assertThat(plain("#\n\n-\n")).isEqualTo("\n\n-");
    }
}
