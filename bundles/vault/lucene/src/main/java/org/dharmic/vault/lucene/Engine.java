package org.dharmic.vault.lucene;

import java.time.Instant;
import java.util.List;
import org.dharmic.vault.IndexState;

/** Finds passages. Safe for many threads. */
interface Engine {

    /**
     * Finds.
     *
     * @throws org.dharmic.vault.VaultException when it cannot; the message says what to do
     */
    Found find(PassageSearch.Request request);

    /** The terms of a query, to choose lines with. */
    Terms terms(List<Clause> clauses);

    /** Words of the query that no note has. */
    List<String> unknown(List<Clause> clauses);

    /** Paths of notes with a similar name, for a message. */
    List<String> similar(String path);

    IndexState state();

    /** Since when the phase is what it is. */
    Instant since();

    /** The first few paths that were left out because they could not be read. */
    List<String> problems();

    /** Why edits are not found at once; empty when they are. */
    String blind();

    /** Ends its threads and frees its files; returns when that is done. */
    void close();
}
