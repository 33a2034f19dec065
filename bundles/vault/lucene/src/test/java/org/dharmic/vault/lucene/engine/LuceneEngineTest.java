package org.dharmic.vault.lucene.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.lucene.folder.Globs;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.query.QueryText;
import org.dharmic.vault.lucene.search.Prior;
import org.dharmic.vault.lucene.search.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine lets go of its index whatever it is at, and the next one goes on from there. */
class LuceneEngineTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int NOTES = 150;

    @TempDir
    Path folder;

    private int passageMaxChars = 2000;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(vault());
        for (int i = 0; i < NOTES; i++) {
            Path note = vault().resolve("n" + i + ".md");
            Files.writeString(note, "# Note " + i + "\n\nThe quince number" + i + " is ripe.\n");
            // Older than a tick of the file system, or the next comparison reads it again to be sure.
            Files.setLastModifiedTime(note, FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    private Path vault() {
        return folder.resolve("vault");
    }

    private Path index() {
        return folder.resolve("index");
    }

    private EngineSettings settings() {
        return new EngineSettings(Optional.of(vault()), index(), passageMaxChars, Duration.ofSeconds(5), true, 32, 0);
    }

    private LuceneEngine engine(Clock clock, Duration closeWithin) {
        VaultFolder notes = new VaultFolder(vault(), Globs.parse("**/*.md", "**/.*"), 5_000_000);
        return new LuceneEngine(settings(), notes, clock, new Meters(), closeWithin);
    }

    private LuceneEngine ready() {
        LuceneEngine engine = engine(Clock.systemUTC(), SOON);
        awaitReady(engine);
        return engine;
    }

    private static void awaitReady(LuceneEngine engine) {
        await().atMost(SOON)
                .until(() -> engine.state().phase() == Phase.READY
                        && engine.state().message().equals("ready"));
    }

    private static List<String> paths(LuceneEngine engine, String word) {
        Request request = new Request(
                word,
                QueryText.parse(word),
                List.of(),
                0,
                20,
                1,
                true,
                new Prior(0, 1, Map.of()),
                System.nanoTime() + SOON.toNanos(),
                Instant.now());
        return engine.find(request).passages().stream().map(FoundPassage::path).toList();
    }

    @Test
    void aSearchThatOutlivesTheDrainKeepsNeitherLockNorFiles() throws Exception {
        ready().close();
        OwnerThread owner = new OwnerThread(failure -> {});
        OpenIndexes opened = new OpenIndexes(settings(), new Progress(Clock.systemUTC()), owner, () -> {}, () -> {});
        owner.execute(opened::open);
        IndexStore serving = opened.servingBy(System.nanoTime() + SOON.toNanos());
        DirectoryReader hanging = serving.acquire();

        owner.stop(opened::close).get(15, TimeUnit.SECONDS);
        owner.shutdown();

        assertThat(OpenFiles.below(index())).as("the lock").noneMatch(file -> file.endsWith("write.lock"));
        LuceneEngine next = ready();
        assertThat(paths(next, "number7")).containsExactly("n7.md");
        assertThat(hanging.numDocs()).isGreaterThanOrEqualTo(NOTES);
        serving.release(hanging);
        next.close();
        assertThat(OpenFiles.below(index())).isEmpty();
    }

    @Test
    void aBuildThatHangsIsTakenTheIndexFrom() throws Exception {
        ReadingClock clock = new ReadingClock(100);
        LuceneEngine hanging = engine(clock, Duration.ofMillis(200));
        clock.awaitReached();
        hanging.close();
        assertThat(OpenFiles.below(index())).isEmpty();

        LuceneEngine next = ready();
        assertThat(next.state().files()).isEqualTo(NOTES);
        clock.goOn();
        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("vault-index"))
                                .count()
                        == 1);
        assertThat(paths(next, "number7")).containsExactly("n7.md");
        next.close();
    }

    @Test
    void aBuildGoesOnWhereTheRevisionBeforeLeftIt() {
        int readBefore = interruptedBuild();
        ReadingClock second = new ReadingClock(0);
        LuceneEngine next = engine(second, SOON);
        awaitReady(next);
        assertThat(next.state().files()).isEqualTo(NOTES);
        next.close();
        assertThat(second.files()).as("files read again").isLessThanOrEqualTo(NOTES - readBefore + 1);
    }

    @Test
    void aBuildBesideTheIndexInUseGoesOnAsWell() {
        ready().close();
        passageMaxChars = 300;
        int readBefore = interruptedBuild();
        ReadingClock second = new ReadingClock(0);
        LuceneEngine next = engine(second, SOON);
        awaitReady(next);
        assertThat(next.state().files()).isEqualTo(NOTES);
        next.close();
        assertThat(second.files()).as("files read again").isLessThanOrEqualTo(NOTES - readBefore + 1);
        assertThat(index().resolve("CURRENT")).hasContent("2\n");
    }

    /** Leaves in the middle of a build; what was there answers until then. */
    private int interruptedBuild() {
        ReadingClock first = new ReadingClock(100);
        LuceneEngine engine = engine(first, SOON);
        first.awaitReached();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close);
        await().atMost(SOON).until(engine::isLeaving);
        first.goOn();
        closing.join();
        return 100;
    }
}
