package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.LinkField;
import org.dharmic.vault.lucene.index.Lookups;
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
    LinkWords(View view, Lookups lookups, FileQueries files, List<Token> tokens) throws IOException {
        this.view = view;
        this.files = files;
        this.tokens = tokens;
        least = tokens.size() <= 2 ? tokens.size() : (tokens.size() * 3 + 3) / 4;
        worth = new float[tokens.size()];
        int all = view.reader().getDocCount(Fields.LINK);
        for (int i = 0; i < worth.length; i++) {
            int documents = 0;
            for (String term : terms(tokens.get(i))) {
                documents = Math.max(documents, lookups.documents(Fields.LINK, term));
            }
            // As BM25 weighs a word by how rare it is.
            worth[i] = documents == 0 ? 0 : (float) Math.log(1 + (all - documents + 0.5) / (documents + 0.5));
        }
    }

    private static Set<String> terms(Token token) {
        Set<String> terms = new HashSet<>(token.spellings());
        terms.add(token.stem());
        return terms;
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
            for (String term : terms(tokens.get(i))) {
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
            take(best(leaf, postings, leads, targets), targets, called);
        }
    }

    /** What the links of one segment say of its targets, which are ordinals here: a popular word stands in thousands of links. */
    private Map<Long, Called> best(
            LeafReaderContext leaf, List<Postings> postings, BinaryDocValues leads, SortedSetDocValues targets)
            throws IOException {
        Map<Long, Called> called = new HashMap<>();
        while (true) {
            int doc = DocIdSetIterator.NO_MORE_DOCS;
            for (Postings each : postings) {
                doc = Math.min(doc, each.docs().docID());
            }
            if (doc == DocIdSetIterator.NO_MORE_DOCS) {
                return called;
            }
            long here = 0;
            for (Postings each : postings) {
                here |= each.docs().docID() == doc ? 1L << each.token() : 0;
            }
            if (Long.bitCount(here) >= least && View.isLive(leaf, doc) && leads.advanceExact(doc)) {
                Map<Integer, Called> best = best(doc, postings, LinkField.targets(leads.binaryValue()));
                if (!best.isEmpty() && targets.advanceExact(doc)) {
                    count(best, targets, called);
                }
            }
            for (Postings each : postings) {
                if (each.docs().docID() == doc) {
                    each.docs().nextDoc();
                }
            }
        }
    }

    /** What the links of one file say of its targets, which are numbers here. */
    private Map<Integer, Called> best(int doc, List<Postings> postings, int[] targetOf) throws IOException {
        Map<Integer, Long> words = new HashMap<>();
        for (Postings each : postings) {
            for (int i = each.docs().docID() == doc ? each.docs().freq() : 0; i > 0; i--) {
                words.merge(
                        each.docs().nextPosition() / LinkField.STRIDE, 1L << each.token(), (one, other) -> one | other);
            }
        }
        Map<Integer, Called> best = new HashMap<>();
        words.forEach((link, has) -> {
            if (Long.bitCount(has) >= least) {
                float sum = 0;
                for (int token = 0; token < worth.length; token++) {
                    sum += (has & 1L << token) != 0 ? worth[token] : 0;
                }
                best.merge(targetOf[link], new Called(sum, 1), Called::and);
            }
        });
        return best;
    }

    private static void count(Map<Integer, Called> best, SortedSetDocValues targets, Map<Long, Called> called)
            throws IOException {
        int count = targets.docValueCount();
        for (int number = 0; number < count; number++) {
            long target = targets.nextOrd();
            Called here = best.get(number);
            if (here != null) {
                called.merge(target, here, Called::and);
            }
        }
    }

    /** Ordinals are in the order of the targets' names, and reading these is what costs. */
    private static void take(Map<Long, Called> best, SortedSetDocValues targets, Map<String, Called> called)
            throws IOException {
        List<Long> ordinals = new ArrayList<>(best.keySet());
        if (ordinals.size() > TARGETS_OF_SEGMENT) {
            ordinals.sort(
                    Comparator.comparing((Long target) -> -best.get(target).score())
                            .thenComparing(target -> target));
            ordinals = ordinals.subList(0, TARGETS_OF_SEGMENT);
        }
        ordinals.sort(null);
        for (long target : ordinals) {
            called.merge(targets.lookupOrd(target).utf8ToString(), best.get(target), Called::and);
        }
    }
}
