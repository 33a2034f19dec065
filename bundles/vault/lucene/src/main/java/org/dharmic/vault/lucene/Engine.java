package org.dharmic.vault.lucene;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.vault.IndexState;

/** Finds passages. Safe for many threads. */
interface Engine {

    /**
     * Finds.
     *
     * @throws org.dharmic.vault.VaultException when it cannot; the message says what to do
     */
    Found find(PassageSearch.Request request);

    /** A question to one state of the index. */
    interface Question<R> {
        R of(IndexStore store) throws IOException;
    }

    /**
     * Asks the index something else than {@link #find}.
     *
     * @param deadline a value of {@link System#nanoTime()}
     * @throws org.dharmic.vault.VaultException when it cannot, or there is no index; the message says what to do
     */
    <R> R ask(long deadline, Question<R> question);

    /** The terms of a query, to choose lines with. */
    Terms terms(List<Clause> clauses);

    /** Words of the query that no note has. */
    List<String> unknown(List<Clause> clauses);

    /** The path of a note that has a hash, for a message. */
    Optional<String> withHash(String hash);

    /** Paths of notes with a similar name, for a message. */
    List<String> similar(String path);

    /** Paths of the notes at or below a folder, in their order. */
    List<String> indexed(String under);

    IndexState state();

    /** Since when the phase is what it is. */
    Instant since();

    /** Paths that were left out because they could not be read, in their order. */
    List<String> problems();

    /**
     * Begins to build anew beside what answers; returns at once.
     *
     * @throws org.dharmic.vault.VaultException when there is nothing to build, or nothing to build it from
     */
    void reindex();

    /** Stays the same as long as every search would find the same; empty while nothing can be said. */
    Optional<Object> generation();

    /** Why edits are not found at once; empty when they are. */
    String blind();

    /** Ends its threads and frees its files; returns when that is done. */
    void close();
}
