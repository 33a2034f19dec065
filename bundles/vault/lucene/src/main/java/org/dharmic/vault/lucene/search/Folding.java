package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Weight;
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

    /** A file that passages were found of. */
    private static final class Of {
        private final int doc;
        private final float worth;
        private final float factor;
        /** The first passage of its text, which has the worth in its score. */
        private final int lead;
        /** The best of its totals that is known. */
        private float best = Float.NEGATIVE_INFINITY;
        /** Its passages that tell by words of their own, best first; empty as long as none was looked for. */
        private List<Beside> own = List.of();

        private int taken;

        Of(int doc, float worth, float factor, int lead) {
            this.doc = doc;
            this.worth = worth;
            this.factor = factor;
            this.lead = lead;
        }

        float total(int passage, float score) {
            return factor * (worth == 0 || passage == lead ? score : score + worth);
        }
    }

    /** What has the words as typed stands before what has only similar ones, whatever their scores. */
    private record Ranked(int doc, Of file, float score, boolean exact) {}

    /**
     * A passage beside others of its file.
     *
     * @param total with what the file is worth
     * @param own by what the title of the file does not say
     */
    private record Beside(int doc, float total, float own) {}

    /** What all words count beside those that the title lacks: they decide between equals. */
    private static final float ALL_WORDS = 0.1f;

    private static final Comparator<Ranked> BEST_FIRST = (one, other) -> {
        if (one.exact() != other.exact()) {
            return one.exact() ? -1 : 1;
        }
        int score = Float.compare(other.score(), one.score());
        return score == 0 ? Integer.compare(one.doc(), other.doc()) : score;
    };

    private final View view;
    private final Asked asked;
    private final Request request;
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

    /** The files that some passages are of, without repeating any, in their order. */
    int[] files(ScoreDoc[] passages) throws IOException {
        int[] docs = new int[passages.length];
        for (int i = 0; i < docs.length; i++) {
            docs[i] = passages[i].doc;
        }
        Arrays.sort(docs);
        int files = 0;
        for (int doc : docs) {
            // The file stands behind all of its passages.
            if (files == 0 || doc > docs[files - 1]) {
                docs[files++] = view.file(doc);
            }
        }
        return Arrays.copyOf(docs, files);
    }

    /**
     * At most a few of each file, best first, and at least as many as wanted when there are so many.
     *
     * @param found the best passages, best first
     * @param files of these, in their order
     * @param unseen what any other passage scores at most
     */
    List<ScoreDoc> fold(ScoreDoc[] found, int[] files, int wanted, float unseen) throws IOException {
        Of[] weighed = weighed(files);
        Set<Integer> passages = new HashSet<>();
        List<Ranked> ranked = new ArrayList<>();
        for (ScoreDoc each : found) {
            int at = Arrays.binarySearch(files, each.doc);
            Of file = weighed[at < 0 ? -at - 1 : at];
            float total = file.total(each.doc, each.score);
            file.best = Math.max(file.best, total);
            passages.add(each.doc);
            ranked.add(new Ranked(each.doc, file, total, true));
        }
        ranked.sort(BEST_FIRST);
        for (Of file : toLookInto(ranked, wanted, unseen)) {
            boolean byOwnWords = ownWords.tellApart(file.doc);
            if (!byOwnWords && !mayGrow(file, unseen)) {
                continue;
            }
            List<Beside> all = passages(file, byOwnWords);
            for (Beside each : best(all, Comparator.comparingDouble(Beside::total))) {
                if (passages.add(each.doc())) {
                    ranked.add(new Ranked(each.doc(), file, each.total(), true));
                }
            }
            if (byOwnWords) {
                file.own = best(all, Comparator.comparingDouble(Beside::own));
            }
        }
        if (asked.exact() != null) {
            ranked = tiers(ranked);
        }
        ranked.sort(BEST_FIRST);
        List<ScoreDoc> kept = new ArrayList<>();
        for (Ranked each : ranked) {
            Of file = each.file();
            int before = file.taken++;
            if (before < request.perFile()) {
                kept.add(new ScoreDoc(
                        before < file.own.size() ? file.own.get(before).doc() : each.doc(), each.score()));
            }
        }
        return kept;
    }

    /** The best files that are found by their titles, without those of which no passage can be good enough. */
    private List<Of> toLookInto(List<Ranked> ranked, int wanted, float unseen) {
        Set<Of> best = new LinkedHashSet<>();
        for (Ranked each : ranked) {
            if (best.size() < wanted * 2) {
                best.add(each.file());
            }
        }
        List<Of> within = new ArrayList<>();
        float least = Float.NEGATIVE_INFINITY;
        int place = 0;
        for (Of file : best) {
            if (++place == wanted) {
                least = file.best;
            }
            boolean mayBeKept = place <= wanted || asked.exact() != null || mostOf(file, unseen) >= least;
            if (file.worth > 0 && mayBeKept) {
                within.add(file);
            }
        }
        within.sort(Comparator.comparingInt((Of file) -> file.doc));
        return within;
    }

    /** What a passage that was not found is worth at most. */
    private static float mostOf(Of file, float unseen) {
        return file.factor * (unseen + file.worth);
    }

    private boolean mayGrow(Of file, float unseen) {
        return request.perFile() > 1 || mostOf(file, unseen) >= file.best;
    }

    private Of[] weighed(int[] files) throws IOException {
        float[] scores = asked.files() == null ? new float[files.length] : view.scores(asked.files(), files);
        Of[] weighed = new Of[files.length];
        for (int i = 0; i < files.length; i++) {
            float worth = Math.max(0, scores[i]);
            int lead = worth == 0 ? -1 : view.lead(files[i]);
            weighed[i] = new Of(files[i], worth, prior(view, files[i], request), lead);
        }
        return weighed;
    }

    /** What the file is worth whatever is asked: a factor. */
    static float prior(View view, int file, Request request) throws IOException {
        return request.prior().isNone()
                ? 1
                : request.prior()
                        .factor(
                                request.prior().folders().isEmpty() ? "" : view.path(file),
                                view.modified(file),
                                request.now().toEpochMilli());
    }

    /** All passages of one file that match; called for files in their order. */
    private List<Beside> passages(Of file, boolean byOwnWords) throws IOException {
        List<Beside> all = new ArrayList<>();
        int first = view.first(file.doc);
        for (int doc = matches.next(first, file.doc); doc >= 0; doc = matches.next(doc + 1, file.doc)) {
            float total = file.total(doc, matches.score(doc));
            // What stands before the lead is data about the file: shown when nothing else is there to show.
            float own = byOwnWords && doc >= file.lead ? ownWords.score(doc) : 0;
            all.add(new Beside(doc, total, own + ALL_WORDS * total));
        }
        return all;
    }

    private List<Beside> best(List<Beside> all, Comparator<Beside> by) {
        all.sort(by.reversed().thenComparingInt(Beside::doc));
        return List.copyOf(all.subList(0, Math.min(all.size(), request.perFile())));
    }

    private List<Ranked> tiers(List<Ranked> ranked) throws IOException {
        Ranked[] byDoc = ranked.toArray(Ranked[]::new);
        Arrays.sort(byDoc, Comparator.comparingInt(Ranked::doc));
        float[] scores = view.scores(
                asked.exact(), Arrays.stream(byDoc).mapToInt(Ranked::doc).toArray());
        List<Ranked> tiers = new ArrayList<>();
        for (int i = 0; i < byDoc.length; i++) {
            tiers.add(new Ranked(byDoc[i].doc(), byDoc[i].file(), byDoc[i].score(), scores[i] != View.NO_MATCH));
        }
        return tiers;
    }
}
