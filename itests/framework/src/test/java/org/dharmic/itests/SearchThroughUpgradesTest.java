package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.wiring.BundleRevisions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever searches while the vault's room is upgraded waits a moment and gets the whole answer. */
class SearchThroughUpgradesTest {

    private static final Logger LOG = LoggerFactory.getLogger(SearchThroughUpgradesTest.class);
    private static final String VAULT = "org.dharmic.vault.lucene";
    private static final int NOTES = 2000;
    private static final int UPGRADES = 5;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    @Test
    void noQueryFailsWhileTheVaultIsUpgraded(@TempDir Path folder) throws Exception {
        Path notes = SampleNotes.write(folder.resolve("vault"), NOTES);
        try (FelixRun run = HouseOfMemory.in(folder).start()) {
            run.configure(VAULT, Map.of("vault.folder", notes.toString()));
            run.awaitTrue(() -> isReady(run), SOON, "the index");
            Shell shell = new Shell(run);
            AtomicInteger asked = new AtomicInteger();

            // Every other query is typed at the console, the others ask the room as any consumer does.
            try (SteadyCalls asConsumer =
                            new SteadyCalls(2, 100, () -> consume(shell, asked.incrementAndGet() % NOTES));
                    SteadyCalls asPerson =
                            new SteadyCalls(2, 100, () -> type(shell, asked.incrementAndGet() % NOTES))) {
                for (int round = 1; round <= UPGRADES; round++) {
                    run.upgrade(VAULT, "vault-lucene", round);
                    long calls = asPerson.calls();
                    int revisions = round + 1;
                    run.awaitTrue(
                            () -> asConsumer.revisions() == revisions && asPerson.calls() > calls + 50,
                            SOON,
                            "answers after upgrade " + round);
                    assertThat(run.bundle(VAULT).adapt(BundleRevisions.class).getRevisions())
                            .as("revisions after upgrade " + round)
                            .hasSize(1);
                }
                asConsumer.stop();
                asPerson.stop();

                LOG.info(
                        "{} queries across {} upgrades, longest wait {} ms; pauses {} ms",
                        asConsumer.calls() + asPerson.calls(),
                        UPGRADES,
                        Math.max(
                                asConsumer.longestWait().toMillis(),
                                asPerson.longestWait().toMillis()),
                        asConsumer.pauses().stream().map(Duration::toMillis).toList());
                assertThat(asConsumer.failures())
                        .as("failed queries of a consumer")
                        .isEmpty();
                assertThat(asPerson.failures())
                        .as("failed queries at the console")
                        .isEmpty();
                assertThat(asConsumer.pauses()).hasSize(UPGRADES);
                assertThat(asConsumer.shortestPause()).isLessThan(LONGEST_PAUSE);
            }
        }
    }

    private static boolean isReady(FelixRun run) {
        var state = run.service(VaultIndex.class, SOON).state();
        return state.phase() == Phase.READY && state.files() == NOTES;
    }

    private static Object consume(Shell shell, int number) throws Exception {
        return shell.ask("vaultIndex", (VaultIndex index) -> {
            SearchResult result = index.search(Query.of(SampleNotes.question(number), 3));
            assertThat(result.hits()).as(result.note()).first().satisfies(hit -> assertThat(hit.path())
                    .isEqualTo(SampleNotes.path(number)));
            return index;
        });
    }

    private static Object type(Shell shell, int number) throws Exception {
        String printed = shell.execute(
                "vault.VaultSearch",
                Map.of("words", List.of(SampleNotes.question(number)), "limit", 3, "noFormat", true));
        assertThat(printed).contains(SampleNotes.path(number));
        return shell;
    }
}
