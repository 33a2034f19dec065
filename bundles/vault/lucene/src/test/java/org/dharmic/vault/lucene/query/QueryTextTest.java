package org.dharmic.vault.lucene.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

    private static String shown(List<Clause> clauses) {
        return String.join(
                " ",
                clauses.stream()
                        .map(each -> switch (each.occur()) {
                                    case MAY -> "";
                                    case MUST -> "+";
                                    case MUST_NOT -> "-";
                                }
                                + (each.field() == Clause.Field.ANY
                                        ? ""
                                        : each.field().name().toLowerCase(java.util.Locale.ROOT) + ":")
                                + switch (each.kind()) {
                                    case WORDS -> each.text();
                                    case PHRASE -> "[" + each.text() + "]";
                                    case PREFIX -> each.text() + "*";
                                })
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "water filter > water filter",
                "How do I change the filter? > change filter",
                "to be or not to be > to be or not",
                "\"blue lever\" tap > +[blue lever] tap",
                "“blue lever” > +[blue lever]",
                "tap -hot > tap -hot",
                "+tap NOT hot > +tap -hot",
                "tap - hot > tap hot",
                "filt* > filt*",
                "tag:home tag:water > +tag:home +tag:water",
                "tag:home OR tag:water > tag:home tag:water",
                "tap AND lever > +tap +lever",
                "path:kitchen/bread title:\"the loaf\" > +path:kitchen/bread +title:[the loaf]",
                "note: this > note",
                "water water WATER > water",
                "-\"red tap\" blue > -[red tap] blue",
                "\"unclosed words > unclosed words",
                "OR lever OR > lever",
                "CX-20 > CX-20",
            })
    void operatorsAreUnderstood(String text, String expected) {
        assertThat(shown(QueryText.parse(text.strip()))).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?",
                "\"",
                "\"\"",
                "-",
                "+",
                "*",
                "**",
                ":",
                "tag:",
                "path: ",
                "(((",
                "a\0b",
                "~^!/\\",
                "[TO]",
                "AND",
                "NOT NOT",
                "-\"",
                "tag:\"",
                "\uD83D\uDE00"
            })
    void nothingIsAnError(String text) {
        assertThat(QueryText.parse(text)).isNotNull();
        assertThat(QueryText.plain(text, 1)).isNotNull();
    }

    @Test
    void aLetterHasNoOperators() {
        assertThat(shown(QueryText.plain("Please tell me: is tag:home -hot \"or cold\"?", 1)))
                .isEqualTo("tag:home hot cold");
    }

    @Test
    void aBookStaysBounded() {
        StringBuilder book = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            book.append("word").append(i).append(' ');
        }
        assertThat(QueryText.parse(book.toString())).hasSize(QueryText.MAX_CLAUSES);
    }
}
