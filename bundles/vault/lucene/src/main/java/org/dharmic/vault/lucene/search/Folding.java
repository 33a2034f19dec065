package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Weight;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.index.Matches;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.search.PassageQuery.Asked;

/**
 * Folds the best passages to their files. Every passage of a file is worth what the file's title, name, tags and links are
 * worth; of a file that is found by these, the best passage is looked for, as it may not be among the best of all.
 *
 * <p>How good a file is says its best passage by all words. Which of its passages are shown is decided by {@link OwnWords}.
 */
final class Folding {

    /** What has the words as typed stands before what has only similar ones, whatever their scores. */
    private record Ranked(int doc, int file, float score, boolean exact) {}

    /**
     * A passage beside others of its file.
     *
     * @param total with what the file is worth
     * @param own by what the title of the file does not say
     */
    private record Beside(int doc, float total, float own) {}

    /** What all words count beside those that the title lacks: they decide between equals. */
    private static final float ALL_WORDS = 0.1f;

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparing(Ranked::exact)
            .thenComparing(Ranked::score)
            .reversed()
            .thenComparing(Ranked::doc);

    private final View view;
    private final Asked asked;
    private final Request request;
    private final Map<Integer, Float> ofFile = new HashMap<>();
    private final Map<Integer, Float> factors = new HashMap<>();
    private final Map<Integer, Integer> leads = new HashMap<>();
    private final Map<Integer, Integer> fileOf = new HashMap<>();
    private final Matches matches;
    private final OwnWords ownWords;

    /** @param weight of {@code asked.passages()} */
    Folding(View view, Weight weight, Asked asked, Request request) {
        this.view = view;
        this.asked = asked;
        this.request = request;
        matches = new Matches(view, weight);
        ownWords = new OwnWords(view, asked.said());
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
        Set<Integer> passages = new HashSet<>();
        Set<Integer> files = new HashSet<>();
        for (ScoreDoc each : found) {
            passages.add(each.doc);
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
        Map<Integer, List<Beside>> shown = new HashMap<>();
        for (int file : within) {
            boolean byOwnWords = ownWords.tellApart(file);
            List<Beside> all = passages(file, byOwnWords);
            for (Beside each : best(all, Beside::total)) {
                if (passages.add(each.doc())) {
                    ranked.add(new Ranked(each.doc(), file, each.total(), true));
                }
            }
            if (byOwnWords) {
                shown.put(file, best(all, Beside::own));
            }
        }
        if (asked.exact() != null) {
            ranked = tiers(ranked);
        }
        ranked.sort(BEST_FIRST);
        Map<Integer, Integer> taken = new HashMap<>();
        List<ScoreDoc> kept = new ArrayList<>();
        for (Ranked each : ranked) {
            int before = taken.merge(each.file(), 1, Integer::sum) - 1;
            if (before < request.perFile()) {
                List<Beside> own = shown.getOrDefault(each.file(), List.of());
                kept.add(new ScoreDoc(before < own.size() ? own.get(before).doc() : each.doc(), each.score()));
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
    static float prior(View view, int file, Request request) throws IOException {
        return request.prior().isNone()
                ? 1
                : request.prior()
                        .factor(
                                request.prior().folders().isEmpty() ? "" : view.path(file),
                                view.number(file, Fields.MODIFIED, IndexStore.UNSURE),
                                request.now().toEpochMilli());
    }

    /** All passages of one file that match; called for files in their order. */
    private List<Beside> passages(int file, boolean byOwnWords) throws IOException {
        List<Beside> all = new ArrayList<>();
        int first = file - (int) view.number(file, Fields.TO_START, 0);
        for (int doc = matches.next(first, file); doc >= 0; doc = matches.next(doc + 1, file)) {
            float total = total(doc, file, matches.score(doc));
            // What stands before the lead is data about the file: shown when nothing else is there to show.
            float own = byOwnWords && doc >= leads.get(file) ? ownWords.score(doc) : 0;
            all.add(new Beside(doc, total, own + ALL_WORDS * total));
        }
        return all;
    }

    private List<Beside> best(List<Beside> all, Function<Beside, Float> by) {
        return all.stream()
                .sorted(Comparator.comparing(by).reversed().thenComparing(Beside::doc))
                .limit(request.perFile())
                .toList();
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
