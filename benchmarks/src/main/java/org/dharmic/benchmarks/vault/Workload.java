package org.dharmic.benchmarks.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.QueryMix;
import org.dharmic.benchmarks.vault.ask.VaultScan;

/**
 * The queries of a run, the same for every engine. No query is in two of the lists: an engine that remembers answers gains
 * nothing by it but where that is what is measured.
 *
 * @param warmUp asked before anything is measured
 * @param plain in sets of a hundred, without typos
 * @param typos the same mix, each with one typo
 * @param many for the throughput of several threads
 * @param recurring a hundred of which some come again and again, as they do by the hour of the day
 */
record Workload(
        List<Ask> warmUp,
        List<Ask> plain,
        List<Ask> typoWarmUp,
        List<Ask> typos,
        List<Ask> many,
        List<Ask> recurring,
        String common) {

    private static final int WARM_UP = 2_000;
    private static final int MANY = 30_000;
    private static final int RECURRING = 100;
    private static final int RECURRING_FROM = 40;

    /** @param measured queries without typos, and as many with */
    static Workload of(VaultScan scan, long seed, int measured) {
        List<Ask> all = QueryMix.plain(scan, seed, measured + WARM_UP + RECURRING_FROM + MANY);
        List<Ask> typos = QueryMix.withTypos(scan, seed, measured + WARM_UP / 4);
        int plain = Math.min(measured, all.size());
        int warmUp = Math.min(plain + WARM_UP, all.size());
        int again = Math.min(warmUp + RECURRING_FROM, all.size());
        int mistyped = Math.min(measured, typos.size());
        return new Workload(
                all.subList(plain, warmUp),
                all.subList(0, plain),
                typos.subList(mistyped, typos.size()),
                typos.subList(0, mistyped),
                all.subList(again, all.size()),
                recurring(all.subList(warmUp, again), seed),
                common(all));
    }

    private static List<Ask> recurring(List<Ask> from, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < RECURRING && !from.isEmpty(); i++) {
            double share = random.nextDouble();
            asks.add(from.get((int) (share * share * from.size())));
        }
        return asks;
    }

    /** Words that stand in many notes, so that the first notes of an index have some of them. */
    private static String common(List<Ask> all) {
        return String.join(
                " ",
                all.stream()
                        .filter(ask -> ask.kind().equals("words"))
                        .limit(6)
                        .map(Ask::text)
                        .toList());
    }
}
