package org.dharmic.vault.lucene.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Links;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Terms;
import org.dharmic.vault.lucene.search.Found;
import org.dharmic.vault.lucene.search.Reasons;
import org.dharmic.vault.lucene.search.Request;

/**
 * Finds passages, and answers what else is asked of the vault as a whole. Safe for many threads.
 *
 * <p>Every method throws a {@link org.dharmic.vault.VaultException} when it cannot; the message says what to do.
 */
public interface Engine {

    Found find(Request request);

    /** In which topmost folders the notes are that match, most notes first. */
    List<FolderCount> facets(Request request, int most);

    /**
     * Words that a text has often and the vault seldom, the most telling first.
     *
     * @param deadline a value of {@link System#nanoTime()}
     */
    List<String> telling(String text, long deadline);

    /**
     * Where the links of a note lead, and which notes have links to it, within the folders of a request.
     *
     * @param links of the note
     */
    Links links(Request request, String path, List<Link> links);

    /** @param request below the one note that is asked about */
    Reasons why(Request request);

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
     * Begins to build anew beside what answers; returns at once. Fails when there is nothing to build, or nothing to build it
     * from.
     */
    void reindex();

    /** Stays the same as long as every search would find the same; empty while nothing can be said. */
    Optional<Object> generation();

    /** Why edits are not found at once; empty when they are. */
    String blind();

    /** Ends its threads and frees its files; returns when that is done. */
    void close();
}
