package org.dharmic.vault.lucene.query;

/**
 * One thing that is looked for.
 *
 * @param field where
 * @param kind how its text is meant
 * @param occur whether it has to be there
 * @param text as written, without operators
 * @param weight 1 for the usual weight
 */
public record Clause(Field field, Kind kind, Occur occur, String text, float weight) {

    public enum Field {
        ANY,
        PATH,
        TAG,
        TITLE,
        HEADING,
        /** Of notes that link to a note. */
        LINKS,
        MODIFIED
    }

    public enum Kind {
        WORDS,
        PHRASE,
        PREFIX
    }

    public enum Occur {
        MAY,
        MUST,
        MUST_NOT
    }

    public Clause with(Occur other) {
        return new Clause(field, kind, other, text, weight);
    }
}
