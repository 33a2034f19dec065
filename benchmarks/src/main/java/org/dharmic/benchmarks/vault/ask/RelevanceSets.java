package org.dharmic.benchmarks.vault.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Queries with the one right answer, which the vault itself gives: a title means its note, words of a link the note they
 * point to, a heading its passage.
 */
public final class RelevanceSets {

    /**
     * What is asked and what is right.
     *
     * @param answer the note, and of it the lines where the answer stands
     */
    public record Target(Ask ask, VaultScan.Named answer) {}

    private RelevanceSets() {}

    /** Sets by their names, up to {@code count} queries each; a set is empty when the vault has nothing for it. */
    public static Map<String, List<Target>> of(VaultScan scan, long seed, int count) {
        Map<String, List<Target>> sets = new LinkedHashMap<>();
        sets.put("title", asIs("title", scan.titles(), count));
        sets.put("title_typo", withTypo(scan.titles(), new SplittableRandom(seed), count));
        sets.put("link_words", asIs("link", scan.links(), count));
        sets.put("heading", asIs("heading", scan.headings(), count));
        return sets;
    }

    private static List<Target> asIs(String kind, List<VaultScan.Named> named, int count) {
        return named.stream()
                .limit(count)
                .map(each -> new Target(Ask.words(kind, each.text()), each))
                .toList();
    }

    private static List<Target> withTypo(List<VaultScan.Named> titles, SplittableRandom random, int count) {
        List<Target> targets = new ArrayList<>();
        for (VaultScan.Named title : titles) {
            List<String> candidates = Typo.candidates(Tokens.of(title.text()));
            if (targets.size() < count && !candidates.isEmpty()) {
                String word = candidates.get(random.nextInt(candidates.size()));
                targets.add(
                        new Target(Ask.words("title_typo", title.text().replace(word, Typo.in(word, random))), title));
            }
        }
        return targets;
    }
}
