package org.dharmic.vault.lucene.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "see [[Name of it]] > Name of it=*name of it",
                "[[folder/Name|its words]] > its words=folder/Name.md",
                "[[Name#Part|words]] > words=*name",
                "[up](../b/c.md) [beside](d.md#part) > up=b/c.md beside=a/d.md",
                "[from the root](/x/y.md) > from the root=x/y.md",
                "[a b](a%20b.md \"tip\") > a b=a/a b.md",
                "![[picture]] ![p](p.md) > ",
                "[out](../../out.md) > ",
                "[web](https://example.org/docs/page.md) > web=*page",
                "[other](https://example.org/) [x](mailto:a@b.c) > ",
                "[[]] [[|]] []() [x]( > ",
                "[bad](%zz.md) > bad=a/%zz.md",
            })
    void linksAreFoundWithTheirTargets(String text, String expected) {
        assertThat(String.join(
                        " ",
                        Link.in(text.strip(), "a/note.md", 1).stream()
                                .map(link -> link.words() + "=" + link.target())
                                .toList()))
                .isEqualTo(expected == null ? "" : expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "see [[Name of it]] now > see [[Name of it]] now",
                "the [[folder/Name|crown jewels]] are kept > the crown jewels are kept",
                "[up $1](../b/c.md) and [beside](d.md#part) > up $1 and beside",
                "[web](https://example.org/docs/page.md) > [web](https://example.org/docs/page.md)",
                "[other](https://example.org/) ![p](p.md) > [other](https://example.org/) ![p](p.md)",
                "[[]] [[|]] []() [x]( > [[]] [[|]] []() [x](",
            })
    void theWaysToNotesAreNotRead(String text, String expected) {
        assertThat(Link.withoutWays(text.strip())).isEqualTo(expected.strip());
    }
}
