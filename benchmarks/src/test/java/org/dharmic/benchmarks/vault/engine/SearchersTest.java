package org.dharmic.benchmarks.vault.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;
import org.dharmic.benchmarks.vault.ask.QueryMix;
import org.dharmic.benchmarks.vault.ask.RelevanceSets;
import org.dharmic.benchmarks.vault.ask.VaultScan;
import org.dharmic.benchmarks.vault.generate.VaultGenerator;
import org.dharmic.benchmarks.vault.generate.VaultParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchersTest {

    @TempDir
    Path folder;

    @Test
    void everyQueryIsUnderstoodAndTitlesAreFound() throws Exception {
        VaultScan scan = VaultScan.of(
                new VaultGenerator(new VaultParameters(5, 100, 800_000))
                        .below(folder)
                        .vault(),
                1);
        Path index = folder.resolve("index");
        Path rows = folder.resolve("rows.db");
        PlainLucene.build(scan.vault(), scan.files(), index, 2);
        SqliteFts.build(scan.vault(), scan.files(), rows);
        List<RelevanceSets.Target> titles = RelevanceSets.of(scan, 1, 20).get("title");
        try (Searcher lucene = PlainLucene.open(scan.vault(), index, true);
                Searcher sqlite = SqliteFts.open(rows, 1)) {
            for (Searcher searcher : List.of(lucene, sqlite)) {
                long answered = QueryMix.plain(scan, 2, 200).stream()
                        .filter(ask -> !searcher.search(ask, 10).isEmpty())
                        .count();
                // A path may hold no word that this engine takes for one, a phrase may cross a line.
                assertThat(answered).as(searcher.name()).isGreaterThan(150);
                assertThat(titles).as(searcher.name()).allSatisfy(title -> assertThat(searcher.search(title.ask(), 10))
                        .extracting(Place::path)
                        .contains(title.answer().path()));
            }
        }
    }

    @Test
    void theDemandsOfAQueryAreTheSameInSqlitesLanguage() {
        Ask ask = new Ask(
                "without",
                List.of(
                        new Ask.Part(Ask.Field.TITLE, Ask.Form.WORD, Ask.Need.MUST, "one"),
                        new Ask.Part(Ask.Field.ANY, Ask.Form.PREFIX, Ask.Need.MAY, "tw"),
                        new Ask.Part(Ask.Field.ANY, Ask.Form.WORD, Ask.Need.MAY, "three"),
                        new Ask.Part(Ask.Field.ANY, Ask.Form.PHRASE, Ask.Need.NOT, "four five")),
                "");

        assertThat(SqliteFts.expression(ask))
                .isEqualTo("(title : \"one\" AND (\"tw\" * OR \"three\")) NOT (\"four five\")");
    }
}
