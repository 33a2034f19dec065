package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Query;
import org.dharmic.vault.lucene.query.Token;

/** What was found out about words in one state of the index: the next search asks for many of them again. Safe for many threads. */
public final class Lookups {

    /** Each has its terms in several fields, and their like: some kilobytes. Beyond it the cache begins anew. */
    private static final int MAX_WORDS = 1_500;

    /** A power of two: what is not asked for again within some hundred searches gives its place to others. */
    private static final int MAX_ONCE = 1_024;

    /**
     * A word in all places.
     *
     * @param called files that have it in title or name; null when there is none
     * @param documents in how many it stands as written, in the field where it stands most often
     * @param inLinks in how many files links have it
     */
    public record Word(Pieces pieces, Query called, int documents, int inLinks) {}

    private final DirectoryReader reader;
    private final Map<Token, Word> words = new ConcurrentHashMap<>();
    /** Hashes of words that were asked for once: most never are again, and keeping them all is mostly making garbage. */
    private final AtomicIntegerArray once = new AtomicIntegerArray(MAX_ONCE);

    private final Map<String, Bm25> weighing = new ConcurrentHashMap<>();

    Lookups(DirectoryReader reader) {
        this.reader = reader;
    }

    boolean isOf(DirectoryReader other) {
        return reader == other;
    }

    /** What was made of a word; null when nothing was, or when it is no longer kept. */
    public Word word(Token token) {
        return words.get(token);
    }

    /** Keeps what was made of a word when it is asked for again soon. */
    public void keep(Token token, Word word) {
        int hash = token.hashCode();
        if (once.getAndSet(hash & MAX_ONCE - 1, hash) != hash) {
            return;
        }
        if (words.size() >= MAX_WORDS) {
            words.clear();
        }
        words.put(token, word);
    }

    Bm25 weighing(String field) throws IOException {
        Bm25 known = weighing.get(field);
        if (known == null) {
            known = new Bm25(reader, field);
            weighing.put(field, known);
        }
        return known;
    }
}
