package org.dharmic.benchmarks.vault.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dharmic.benchmarks.vault.ask.RelevanceSets.Target;
import org.dharmic.benchmarks.vault.generate.VaultGenerator;
import org.dharmic.benchmarks.vault.generate.VaultParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueriesTest {

    @TempDir
    static Path folder;

    private static VaultScan scan;

    @BeforeAll
    static void scan() throws IOException {
        scan = VaultScan.of(
                new VaultGenerator(new VaultParameters(5, 150, 1_500_000))
                        .below(folder)
                        .vault(),
                7);
    }

    @Test
    void theMixHasEveryKindAndNoQueryTwice() {
        List<Ask> asks = QueryMix.plain(scan, 3, 200);

        assertThat(asks).hasSize(200).extracting(Ask::text).doesNotHaveDuplicates();
        assertThat(asks.stream().map(Ask::kind).distinct())
                .containsExactlyInAnyOrder(
                        "heading", "or", "path", "phrase", "prefix", "question", "tag", "title", "without", "words");
    }

    @Test
    void theSameSeedAsksTheSame() throws IOException {
        VaultScan again = VaultScan.of(scan.vault(), 7);

        assertThat(QueryMix.plain(again, 3, 50)).isEqualTo(QueryMix.plain(scan, 3, 50));
        assertThat(RelevanceSets.of(again, 3, 50)).isEqualTo(RelevanceSets.of(scan, 3, 50));
        assertThat(QueryMix.plain(scan, 4, 50)).isNotEqualTo(QueryMix.plain(scan, 3, 50));
    }

    @Test
    void everyRelevanceSetHasQueriesWhoseAnswersAreInTheVault() {
        Map<String, List<Target>> sets = RelevanceSets.of(scan, 3, 40);

        assertThat(sets).containsOnlyKeys("title", "title_typo", "link_words", "heading");
        sets.forEach((name, targets) -> assertThat(targets).as(name).hasSize(40).allSatisfy(target -> assertThat(
                        scan.files())
                .contains(target.answer().path())));
        assertThat(sets.get("heading")).allSatisfy(target -> {
            List<String> lines =
                    Files.readAllLines(scan.vault().resolve(target.answer().path()));
            assertThat(lines.get(target.answer().firstLine() - 1))
                    .contains(target.ask().text());
        });
    }

    @Test
    void aTypoIsOneSlipBehindTheFirstLetter() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            String typed = Typo.in("ladder", random);

            assertThat(typed).startsWith("l").isNotEqualTo("ladder");
            assertThat(typed.length()).isBetween(5, 7);
        }
    }

    @Test
    void aSampleDoesNotDependOnTheOrder() {
        Sample<Integer> forth = new Sample<>(10);
        Sample<Integer> back = new Sample<>(10);
        for (int i = 0; i < 1000; i++) {
            int one = i;
            int other = 999 - i;
            forth.offer(Hashing.of(1, "x" + one), () -> one);
            back.offer(Hashing.of(1, "x" + other), () -> other);
        }

        assertThat(forth.values()).hasSize(10).isEqualTo(back.values());
    }
}
