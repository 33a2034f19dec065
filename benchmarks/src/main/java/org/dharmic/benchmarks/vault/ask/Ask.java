package org.dharmic.benchmarks.vault.ask;

import java.util.List;

/**
 * One query, as a person types it and as a tree, so that engines with other languages can be asked the same.
 *
 * @param kind for the statistics: words, phrase, without, or, prefix, title, heading, path, tag, question
 * @param text in the vault's query language
 */
public record Ask(String kind, List<Part> parts, String text) {

    /** Where a part is looked for. */
    public enum Field {
        ANY,
        TITLE,
        HEADING,
        PATH,
        TAG
    }

    /** What a part stands for. */
    public enum Form {
        WORD,
        PHRASE,
        PREFIX
    }

    /** Whether a part helps to rank, has to be there, or must not. */
    public enum Need {
        MAY,
        MUST,
        NOT
    }

    /** A word, a phrase or the beginning of a word. */
    public record Part(Field field, Form form, Need need, String text) {

        static Part may(String word) {
            return new Part(Field.ANY, Form.WORD, Need.MAY, word);
        }
    }

    /** Words that rank, typed as they stand. */
    static Ask words(String kind, String text) {
        return new Ask(kind, Tokens.of(text).stream().map(Part::may).toList(), text);
    }
}
