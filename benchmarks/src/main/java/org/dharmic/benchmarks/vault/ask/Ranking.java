package org.dharmic.benchmarks.vault.ask;

import java.util.List;
import java.util.function.Predicate;

/**
 * How well the right answers rank.
 *
 * @param mrr mean reciprocal rank: 1 for the first place, 1/2 for the second, … and 0 beyond the tenth
 * @param recall share of the queries whose right answer is among the first ten
 */
public record Ranking(int queries, double mrr, double recall) {

    /** So many answers are looked at. */
    public static final int DEPTH = 10;

    /** By note. */
    public static Ranking ofNotes(List<RelevanceSets.Target> targets, List<List<Place>> answers) {
        return of(targets, answers, false);
    }

    /** By passage: the lines of the answer have to touch those where it stands. */
    public static Ranking ofPassages(List<RelevanceSets.Target> targets, List<List<Place>> answers) {
        return of(targets, answers, true);
    }

    private static Ranking of(List<RelevanceSets.Target> targets, List<List<Place>> answers, boolean passages) {
        if (targets.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "as many answers as queries wanted, had " + answers.size() + " for " + targets.size());
        }
        double sum = 0;
        int found = 0;
        for (int i = 0; i < targets.size(); i++) {
            VaultScan.Named right = targets.get(i).answer();
            int rank = rank(answers.get(i), passages ? place -> place.touches(right) : place -> place.isIn(right));
            sum += rank == 0 ? 0 : 1.0 / rank;
            found += rank == 0 ? 0 : 1;
        }
        int queries = targets.size();
        return new Ranking(queries, queries == 0 ? 0 : sum / queries, queries == 0 ? 0 : (double) found / queries);
    }

    /** From 1; 0 when it is not among the first ten. */
    private static int rank(List<Place> answers, Predicate<Place> right) {
        for (int i = 0; i < Math.min(DEPTH, answers.size()); i++) {
            if (right.test(answers.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }
}
