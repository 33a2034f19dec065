package org.dharmic.vault.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.dharmic.vault.lucene.PassageQuery.Asked;

/**
 * Folds the best passages to their files. Every passage of a file is worth what the file's title, name, tags and links are
 * worth; of a file that is found by these, the best passage is looked for, as it may not be among the best of all.
 */
final class Folding {

    /** What has the words as typed stands before what has only similar ones, whatever their scores. */
    private record Ranked(int doc, int file, float score, boolean exact) {}

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparing(Ranked::exact)
            .thenComparing(Ranked::score)
            .reversed()
            .thenComparing(Ranked::doc);

    private final View view;
    private final Weight weight;
    private final Asked asked;
    private final PassageSearch.Request request;
    private final Map<Integer, Float> ofFile = new HashMap<>();
    private final Map<Integer, Float> factors = new HashMap<>();
    private final Map<Integer, Integer> leads = new HashMap<>();
    private final Map<Integer, Integer> fileOf = new HashMap<>();
    /** Matches of the segment of which a file was looked at last. */
    private Scorer matches;

    private LeafReaderContext matchesOf;

    /** @param weight of {@code asked.passages()} */
    Folding(View view, Weight weight, Asked asked, PassageSearch.Request request) {
        this.view = view;
        this.weight = weight;
        this.asked = asked;
        this.request = request;
    }

    /** How many files some passages are of. */
    int files(ScoreDoc[] passages) throws IOException {
        int[] docs = Arrays.stream(passages).mapToInt(each -> each.doc).sorted().toArray();
        Set<Integer> files = new HashSet<>();
        for (int doc : docs) {
            files.add(file(doc));
        }
        return files.size();
    }

    private int file(int passage) throws IOException {
        Integer known = fileOf.get(passage);
        if (known == null) {
            known = view.file(passage);
            fileOf.put(passage, known);
        }
        return known;
    }

    /** At most a few of each file, best first, and at least as many as wanted when there are so many. */
    List<ScoreDoc> fold(ScoreDoc[] found, int wanted) throws IOException {
        Map<Integer, Float> passages = new HashMap<>();
        Set<Integer> files = new HashSet<>();
        for (ScoreDoc each : found) {
            passages.put(each.doc, each.score);
            files.add(file(each.doc));
        }
        weighFiles(files);
        List<Ranked> ranked = new ArrayList<>();
        for (ScoreDoc each : found) {
            int file = file(each.doc);
            ranked.add(new Ranked(each.doc, file, total(each.doc, file, each.score), true));
        }
        ranked.sort(BEST_FIRST);
        Set<Integer> looked = new HashSet<>();
        List<Integer> within = new ArrayList<>();
        for (Ranked each : ranked) {
            if (looked.size() < wanted * 2 && looked.add(each.file()) && ofFile.get(each.file()) > 0) {
                within.add(each.file());
            }
        }
        within.sort(null);
        for (int file : within) {
            for (ScoreDoc each : best(file)) {
                if (passages.putIfAbsent(each.doc, each.score) == null) {
                    ranked.add(new Ranked(each.doc, file, total(each.doc, file, each.score), true));
                }
            }
        }
        if (asked.exact() != null) {
            ranked = tiers(ranked);
        }
        ranked.sort(BEST_FIRST);
        Map<Integer, Integer> taken = new HashMap<>();
        List<ScoreDoc> kept = new ArrayList<>();
        for (Ranked each : ranked) {
            if (taken.merge(each.file(), 1, Integer::sum) <= request.perFile()) {
                kept.add(new ScoreDoc(each.doc(), each.score()));
            }
        }
        return kept;
    }

    private void weighFiles(Set<Integer> files) throws IOException {
        int[] docs = files.stream().mapToInt(each -> each).sorted().toArray();
        float[] scores = asked.files() == null ? new float[docs.length] : view.scores(asked.files(), docs);
        for (int i = 0; i < docs.length; i++) {
            ofFile.put(docs[i], Math.max(0, scores[i]));
            factors.put(docs[i], prior(view, docs[i], request));
            leads.put(docs[i], docs[i] - (int) view.number(docs[i], Fields.TO_LEAD, 0));
        }
    }

    /** The score of a leading passage has its file's in it. */
    private float total(int doc, int file, float score) throws IOException {
        float worth = ofFile.get(file);
        return factors.get(file) * (worth == 0 || doc == leads.get(file) ? score : score + worth);
    }

    /** What the file is worth whatever is asked: a factor. */
    static float prior(View view, int file, PassageSearch.Request request) throws IOException {
        return request.prior().isNone()
                ? 1
                : request.prior()
                        .factor(
                                view.path(file),
                                view.number(file, Fields.MODIFIED, IndexStore.UNSURE),
                                request.now().toEpochMilli());
    }

    /** The best passages of one file; called for files in their order, so that a segment's matches are opened once. */
    private List<ScoreDoc> best(int file) throws IOException {
        LeafReaderContext leaf = view.leaf(file);
        if (leaf != matchesOf) {
            matchesOf = leaf;
            matches = weight.scorer(leaf);
        }
        if (matches == null) {
            return List.of();
        }
        DocIdSetIterator docs = matches.iterator();
        int end = file - leaf.docBase;
        int start = end - (int) view.number(file, Fields.TO_START, 0);
        List<ScoreDoc> best = new ArrayList<>();
        for (int doc = docs.docID() < start ? docs.advance(start) : docs.docID(); doc < end; doc = docs.nextDoc()) {
            best.add(new ScoreDoc(leaf.docBase + doc, matches.score()));
        }
        Map<Integer, Float> totals = new HashMap<>();
        for (ScoreDoc each : best) {
            totals.put(each.doc, total(each.doc, file, each.score));
        }
        best.sort(Comparator.comparing((ScoreDoc each) -> totals.get(each.doc)).reversed());
        return best.size() > request.perFile() ? best.subList(0, request.perFile()) : best;
    }

    private List<Ranked> tiers(List<Ranked> ranked) throws IOException {
        Ranked[] byDoc = ranked.toArray(Ranked[]::new);
        Arrays.sort(byDoc, Comparator.comparing(Ranked::doc));
        float[] scores = view.scores(
                asked.exact(), Arrays.stream(byDoc).mapToInt(Ranked::doc).toArray());
        List<Ranked> tiers = new ArrayList<>();
        for (int i = 0; i < byDoc.length; i++) {
            tiers.add(new Ranked(byDoc[i].doc(), byDoc[i].file(), byDoc[i].score(), scores[i] != View.NO_MATCH));
        }
        return tiers;
    }
}
