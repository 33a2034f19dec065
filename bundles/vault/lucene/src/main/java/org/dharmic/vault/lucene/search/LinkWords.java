package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.LinkField;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.query.Token;

/** Finds notes by what links call them: a name that somebody gave a note helps to find it. */
final class LinkWords {

    private static final int TARGETS = 8;
    /** Of one segment: a target needs links in many of them to be among the best of all and not of one. */
    private static final int TARGETS_OF_SEGMENT = 64;

    /** The words somebody else calls a note by are worth more than the same words in a text. */
    private static final float WEIGHT = 2.5f;
    /** Several links that call it so make it surer. */
    private static final float AGAIN = 0.1f;

    /** What links that have the words say of one target. */
    private record Called(float worth, int times) {
        Called and(Called other) {
            return new Called(Math.max(worth, other.worth), times + other.times);
        }

        float score() {
            return WEIGHT * worth * (1 + AGAIN * (float) Math.log(times));
        }
    }

    private final View view;
    private final FileQueries files;
    private final List<Token> tokens;
    private final int least;
    private final float[] worth;

    /** @param tokens what links are to have in their words, all but a few of them */
    LinkWords(View view, FieldQueries fields, FileQueries files, List<Token> tokens) throws IOException {
        this.view = view;
        this.files = files;
        this.tokens = tokens;
        least = tokens.size() <= 2 ? tokens.size() : (tokens.size() * 3 + 3) / 4;
        worth = new float[tokens.size()];
        int all = view.reader().getDocCount(Fields.LINK);
        for (int i = 0; i < worth.length; i++) {
            int documents = fields.word(tokens.get(i)).inLinks();
            // As BM25 weighs a word by how rare it is.
            worth[i] = documents == 0 ? 0 : (float) Math.log(1 + (all - documents + 0.5) / (documents + 0.5));
        }
    }

    /** Paths of notes and what their being called so is worth; few, the best ones. */
    Map<String, Float> targets() throws IOException {
        int known = 0;
        for (float each : worth) {
            known += each > 0 ? 1 : 0;
        }
        Map<String, Called> called = new HashMap<>();
        if (known >= least && known > 0) {
            for (LeafReaderContext leaf : view.reader().leaves()) {
                if (!view.isPast()) {
                    find(leaf, called);
                }
            }
        }
        List<String> targets = new ArrayList<>(called.keySet());
        targets.sort(Comparator.comparing((String target) -> -called.get(target).score())
                .thenComparing(target -> target));
        Map<String, Float> paths = new LinkedHashMap<>();
        for (String target : targets.subList(0, Math.min(TARGETS * 2, targets.size()))) {
            Optional<String> path = paths.size() < TARGETS ? files.resolved(target) : Optional.empty();
            if (path.isPresent()) {
                paths.merge(path.get(), called.get(target).score(), Math::max);
            }
        }
        return paths;
    }

    /** One word in the links of the files of one segment. */
    private record Postings(int token, PostingsEnum docs) {}

    private void find(LeafReaderContext leaf, Map<String, Called> called) throws IOException {
        List<Postings> postings = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            for (String term : FieldQueries.withStem(tokens.get(i))) {
                PostingsEnum docs = leaf.reader().postings(new Term(Fields.LINK, term), PostingsEnum.POSITIONS);
                if (docs != null) {
                    docs.nextDoc();
                    postings.add(new Postings(i, docs));
                }
            }
        }
        SortedSetDocValues targets = leaf.reader().getSortedSetDocValues(Fields.TO);
        BinaryDocValues leads = leaf.reader().getBinaryDocValues(Fields.LEADS);
        if (targets != null && leads != null && !postings.isEmpty()) {
            take(tally(leaf, postings, leads, targets), targets, called);
        }
    }

    /** What the links of one segment say of its targets, which are ordinals here. */
    private Tally tally(
            LeafReaderContext leaf, List<Postings> postings, BinaryDocValues leads, SortedSetDocValues targets)
            throws IOException {
        Tally tally = new Tally();
        OfLinks words = new OfLinks();
        while (true) {
            int doc = DocIdSetIterator.NO_MORE_DOCS;
            for (Postings each : postings) {
                doc = Math.min(doc, each.docs().docID());
            }
            if (doc == DocIdSetIterator.NO_MORE_DOCS) {
                return tally;
            }
            long here = 0;
            for (Postings each : postings) {
                here |= each.docs().docID() == doc ? 1L << each.token() : 0;
            }
            if (Long.bitCount(here) >= least
                    && View.isLive(leaf, doc)
                    && leads.advanceExact(doc)
                    && targets.advanceExact(doc)) {
                words.read(doc, postings);
                words.count(leads.binaryValue(), targets, tally);
            }
            for (Postings each : postings) {
                if (each.docs().docID() == doc) {
                    each.docs().nextDoc();
                }
            }
        }
    }

    /** Which of the words each link of one file has. */
    private final class OfLinks {
        private final LinkField.Leads leads = new LinkField.Leads();
        /** By the number of the link; a bit for each word. */
        private long[] words = new long[64];

        private int count;

        void read(int doc, List<Postings> postings) throws IOException {
            for (Postings each : postings) {
                for (int i = each.docs().docID() == doc ? each.docs().freq() : 0; i > 0; i--) {
                    int link = each.docs().nextPosition() / LinkField.STRIDE;
                    words = ArrayUtil.grow(words, link + 1);
                    words[link] |= 1L << each.token();
                    count = Math.max(count, link + 1);
                }
            }
        }

        /** Targets have their numbers in the order of their links and of their ordinals: nothing behind the last one is read. */
        void count(BytesRef leadsOfFile, SortedSetDocValues targets, Tally tally) throws IOException {
            leads.of(leadsOfFile);
            int read = 0;
            long ordinal = -1;
            for (int link = 0; link < count; link++) {
                int target = leads.next();
                if (Long.bitCount(words[link]) >= least) {
                    for (; read <= target; read++) {
                        ordinal = targets.nextOrd();
                    }
                    tally.add(Math.toIntExact(ordinal), worth(words[link]));
                }
                words[link] = 0;
            }
            count = 0;
        }
    }

    private float worth(long words) {
        float sum = 0;
        for (int token = 0; token < worth.length; token++) {
            sum += (words & 1L << token) != 0 ? worth[token] : 0;
        }
        return sum;
    }

    /** Ordinals are in the order of the targets' names, and reading these is what costs. */
    private static void take(Tally tally, SortedSetDocValues targets, Map<String, Called> called) throws IOException {
        int[] ordinals = tally.targets();
        if (ordinals.length > TARGETS_OF_SEGMENT) {
            ordinals = best(tally, ordinals);
        }
        Arrays.sort(ordinals);
        for (int target : ordinals) {
            called.merge(targets.lookupOrd(target).utf8ToString(), called(tally, target), Called::and);
        }
    }

    /** Of equals those first that are first by name. */
    private static int[] best(Tally tally, int[] ordinals) {
        long[] worstLast = new long[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            // The bits of positive numbers are in their order.
            int score = Float.floatToIntBits(called(tally, ordinals[i]).score());
            worstLast[i] = (long) (Integer.MAX_VALUE - score) << Integer.SIZE | ordinals[i];
        }
        Arrays.sort(worstLast);
        int[] best = new int[TARGETS_OF_SEGMENT];
        for (int i = 0; i < best.length; i++) {
            best[i] = (int) worstLast[i];
        }
        return best;
    }

    private static Called called(Tally tally, int target) {
        return new Called(tally.worth(target), tally.times(target));
    }
}
