package org.dharmic.vault.lucene;

import java.util.List;

/** A word of a query: its spellings, the first of them the plain one, and its stem. */
record Token(List<String> spellings, String stem) {
    String word() {
        return spellings.get(0);
    }
}
