package org.dharmic.vault;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Search over the vault. Safe for many threads. While the first index is being built it answers from what is there.
 *
 * <p>Every method that takes a scope shows nothing outside it, and throws a {@link VaultException} when there is no such scope
 * or the index failed.
 */
@ProviderType
public interface VaultIndex {

    /**
     * Searches.
     *
     * <p>A query is words that rank, {@code "phrases"} and {@code +words} that have to be there, {@code -words} that must not,
     * {@code beginnings*}, {@code OR}, {@code AND}, and {@code title: heading: path: tag: links: modified:} in front of a word or
     * phrase. {@code links:name} wants notes that link to a note, {@code modified:7d}, {@code modified:2026-10},
     * {@code modified:>2026-10-31} those of a time. Nothing is a syntax error.
     *
     * @throws VaultException when the index failed, or the scope is unknown
     */
    SearchResult search(Query query);

    /** How far the index is; returns at once. */
    IndexState state();

    /**
     * In which folders the notes are that a query matches, most notes first, at most so many. Offset and limit of the query
     * do not matter. Blocks as long as a search that looks at every match, at most until the query's deadline.
     */
    default List<FolderCount> facets(Query query, int most) {
        throw notOffered("facets");
    }

    /**
     * Notes that are about what a passage or note is about, best first, without that note.
     *
     * @param locator as for {@link Vault#read}
     * @throws VaultException also when there is no such note in the scope
     */
    default SearchResult like(String locator, String scope, int limit) {
        throw notOffered("notes that are alike");
    }

    /**
     * Links from and to a note.
     *
     * @throws VaultException also when there is no such note in the scope
     */
    default Links links(String path, String scope) {
        throw notOffered("links");
    }

    /**
     * What the score of a note is made of.
     *
     * @throws VaultException also when there is no such note in the scope
     */
    default Why why(Query query, String path) {
        throw notOffered("explanations");
    }

    /**
     * Begins to build the index anew beside the one in use, which answers until the new one is complete. Returns at once;
     * {@link #state} tells how far it is. While a build runs this changes nothing.
     *
     * @throws VaultException when the vault's folder cannot be read now, or there is no index
     */
    default void reindex() {
        throw notOffered("build on demand");
    }

    /** What was left out of the index, in the order of the paths, at most so many. Looks at each of these files. */
    default List<VaultProblem> problems(int most) {
        throw notOffered("list of problems");
    }

    /** What the cache of answers has saved; returns at once. */
    default CacheFigures cache() {
        return CacheFigures.NONE;
    }

    private static VaultException notOffered(String what) {
        return new VaultException("this vault's index offers no " + what);
    }
}
