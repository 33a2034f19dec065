package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** A second vault beside the first takes over by its ranking, and gives back when it leaves. */
class SecondProviderTest {

    private static final String VAULT = "org.dharmic.vault.lucene";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final IndexState READY = new IndexState(Phase.READY, 1, 1, 0, 0, 0, Optional.empty(), "another");

    @Test
    void theHigherRankedVaultAnswersWhateverRaisedIt(@TempDir Path folder) throws Exception {
        Path notes = SampleNotes.write(folder.resolve("vault"), 3);
        try (FelixRun run = HouseOfMemory.in(folder).start()) {
            configure(run, notes, 0);
            Shell shell = new Shell(run);
            assertThat(answers(shell)).isNotEqualTo("another");

            ServiceRegistration<?> another = register(run, new Another(), 10);
            assertThat(answers(shell))
                    .as("after installing one with ranking 10")
                    .isEqualTo("another");

            configure(run, notes, 20);
            run.awaitTrue(() -> !answers(shell).equals("another"), SOON, "the first one, raised to 20");

            another.setProperties(properties(30));
            run.awaitTrue(() -> answers(shell).equals("another"), SOON, "the second one, raised to 30");

            another.unregister();
            assertThat(answers(shell)).as("after removing the second").isNotEqualTo("another");
        }
    }

    private static void configure(FelixRun run, Path notes, int ranking) throws Exception {
        Map<String, Object> values = new HashMap<>(Map.of("vault.folder", notes.toString()));
        if (ranking != 0) {
            values.put(Constants.SERVICE_RANKING, ranking);
        }
        run.configure(VAULT, values);
    }

    private static ServiceRegistration<?> register(FelixRun run, VaultIndex vault, int ranking) {
        return run.context().registerService(VaultIndex.class.getName(), vault, properties(ranking));
    }

    private static Hashtable<String, Object> properties(int ranking) {
        return new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking));
    }

    private static String answers(Shell shell) {
        try {
            return shell.ask("vaultIndex", (VaultIndex index) -> index.state().message());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final class Another implements VaultIndex {
        @Override
        public SearchResult search(Query query) {
            return new SearchResult(List.of(), 0, "another", READY);
        }

        @Override
        public IndexState state() {
            return READY;
        }
    }
}
