package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

    @Test
    void theOneThatIsNoLongerChosenFinishesItsCalls(@TempDir Path folder) throws Exception {
        try (FelixRun run = HouseOfMemory.in(folder).start()) {
            Shell shell = new Shell(run);
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            ServiceRegistration<?> first = register(run, new Another(), 10);
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> searched(shell, index -> {
                asked.countDown();
                await(goOn);
                return index.search(Query.of("anything", 1)).note();
            }));
            await(asked);

            ServiceRegistration<?> second = register(run, new Another("second"), 20);
            assertThat(answers(shell)).isEqualTo("second");
            first.unregister();
            assertThat(answers(shell)).isEqualTo("second");
            goOn.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("another");
            second.unregister();
        }
    }

    private static String searched(Shell shell, Function<VaultIndex, String> call) {
        try {
            return shell.ask("vaultIndex", call);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
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
        return searched(shell, index -> index.state().message());
    }

    private record Another(String message) implements VaultIndex {
        Another() {
            this("another");
        }

        @Override
        public SearchResult search(Query query) {
            return new SearchResult(List.of(), 0, message, state());
        }

        @Override
        public IndexState state() {
            return new IndexState(Phase.READY, 1, 1, 0, 0, 0, Optional.empty(), message);
        }
    }
}
