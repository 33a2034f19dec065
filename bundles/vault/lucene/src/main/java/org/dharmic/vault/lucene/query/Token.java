package org.dharmic.vault.lucene.query;

import java.util.List;

/** A word of a query: its spellings, the first of them the plain one, and its stem. */
public record Token(List<String> spellings, String stem) {
    public String word() {
        return spellings.get(0);
    }
}
