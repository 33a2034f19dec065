package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.Result;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.lucene.engine.OpenFiles;
import org.dharmic.vault.lucene.engine.ReadingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index has one owner at any time, and whoever asks meanwhile gets the whole answer. */
class HandOverTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int NOTES = 150;

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder);
        for (int i = 0; i < NOTES; i++) {
            room.file("n" + i + ".md", "# Note " + i + "\n\nThe quince number" + i + " is ripe.\n");
            // Older than a tick of the file system, or the next comparison reads it again to be sure.
            Files.setLastModifiedTime(
                    room.vault.resolve("n" + i + ".md"),
                    FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theFirstQuestionAfterAnExchangeGetsTheWholeAnswer() {
        room.ready().close();
        for (int i = 0; i < 5; i++) {
            room.open();
            assertThat(room.paths("number" + i)).containsExactly("n" + i + ".md");
            assertThat(room.paths("quince")).hasSize(20);
            room.close();
        }
    }

    @Test
    void questionsWaitWhileSettingsExchangeTheEngine() throws Exception {
        room.ready();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                int number = answers.getAndIncrement() % NOTES;
                assertThat(room.paths("number" + number)).containsExactly("n" + number + ".md");
            }
        });
        for (int mb = 2; mb < 7; mb++) {
            int before = answers.get();
            room.with("ram_buffer_mb", mb);
            room.modify();
            await().atMost(SOON).until(() -> answers.get() > before + 5 || asking.isDone());
        }
        stop.set(true);
        asking.get(15, TimeUnit.SECONDS);
    }

    @Test
    void anotherIndexFolderIsMovedToWhileTheRoomStays() throws IOException {
        room.ready();
        Path elsewhere = folder.resolve("elsewhere");
        room.with("index_folder", elsewhere.toString());
        room.modify();
        room.awaitReady();
        assertThat(room.paths("number7")).containsExactly("n7.md");
        assertThat(elsewhere.resolve("CURRENT")).exists();
        assertThat(OpenFiles.below(room.index())).isEmpty();
    }

    @Test
    void searchesAnswerFromWhatIsThereWhileAnUpgradedRoomBuilds() {
        room.ready().close();
        room.with("passage_max_chars", 300);
        ReadingClock clock = new ReadingClock(50);
        LuceneVault building = new LuceneVault(room.bundleContext(), room.config(), clock);
        clock.awaitReached();
        assertThat(building.search(Query.of("number7", 5)).hits()).hasSize(1);
        IndexState state = building.state();
        assertThat(state.phase()).isEqualTo(Phase.BUILDING);
        assertThat(building.execute().getStatus()).isEqualTo(Result.Status.OK);
        clock.goOn();
        building.deactivate();
        assertThat(building.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void anActivationThatFailsHoldsNothing() {
        Map<String, Object> wrong = Map.of("vault_folder", room.vault.toString(), "passage_max_chars", 1);
        assertThat(catchThrowable(() -> new LuceneVault(room.bundleContext(), TestRoom.config(wrong))))
                .hasMessageContaining("passage.max.chars");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("vault-"));
        assertThat(OpenFiles.below(room.index())).isEmpty();
    }
}
