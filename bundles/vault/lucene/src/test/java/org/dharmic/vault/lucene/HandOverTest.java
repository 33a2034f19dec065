package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.apache.lucene.index.DirectoryReader;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index has one owner at any time, and whoever asks meanwhile gets the whole answer. */
class HandOverTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int NOTES = 150;

    /** Told by every file that is read for the index; can let its reader wait. */
    private static final class ReadingClock extends Clock {
        final AtomicInteger files = new AtomicInteger();
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final int stopAt;

        ReadingClock(int stopAt) {
            this.stopAt = stopAt;
        }

        @Override
        public long millis() {
            if (files.incrementAndGet() == stopAt) {
                reached.countDown();
                awaited(goOn);
            }
            return System.currentTimeMillis();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

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

    private Settings settings() {
        return Settings.from(room.config(), folder, room.index());
    }

    private LuceneEngine engine(Clock clock, Duration closeWithin) {
        Settings settings = settings();
        VaultFolder vault = new VaultFolder(room.vault, settings.globs(), settings.fileMaxBytes());
        return new LuceneEngine(settings.engine(), vault, clock, new Meters(), closeWithin);
    }

    private static void awaitReady(LuceneEngine engine) {
        await().atMost(SOON)
                .until(() -> engine.state().phase() == Phase.READY
                        && engine.state().message().equals("ready"));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        assertThat(openFiles(room.index())).isEmpty();
    }

    @Test
    void aSearchThatOutlivesTheDrainKeepsNeitherLockNorFiles() throws Exception {
        room.ready().close();
        Settings settings = settings();
        OwnerThread owner = new OwnerThread(failure -> {});
        OpenIndexes index =
                new OpenIndexes(settings.engine(), new Progress(Clock.systemUTC()), owner, () -> {}, () -> {});
        owner.execute(index::open);
        IndexStore serving = index.servingBy(System.nanoTime() + SOON.toNanos());
        DirectoryReader hanging = serving.acquire();

        owner.stop(index::close).get(15, TimeUnit.SECONDS);
        owner.shutdown();

        assertThat(openFiles(room.index())).as("the lock").noneMatch(file -> file.endsWith("write.lock"));
        room.ready();
        assertThat(room.paths("number7")).containsExactly("n7.md");
        assertThat(hanging.numDocs()).isGreaterThanOrEqualTo(NOTES);
        serving.release(hanging);
        room.close();
        assertThat(openFiles(room.index())).isEmpty();
    }

    @Test
    void aBuildThatHangsIsTakenTheIndexFrom() throws Exception {
        ReadingClock clock = new ReadingClock(100);
        LuceneEngine hanging = engine(clock, Duration.ofMillis(200));
        awaited(clock.reached);
        hanging.close();
        assertThat(openFiles(room.index())).isEmpty();

        room.ready();
        assertThat(room.room.state().files()).isEqualTo(NOTES);
        clock.goOn.countDown();
        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("vault-index"))
                                .count()
                        == 1);
        assertThat(room.paths("number7")).containsExactly("n7.md");
    }

    @Test
    void aBuildGoesOnWhereTheRevisionBeforeLeftIt() {
        int readBefore = interruptedBuild();
        ReadingClock second = new ReadingClock(0);
        LuceneEngine next = engine(second, SOON);
        awaitReady(next);
        assertThat(next.state().files()).isEqualTo(NOTES);
        next.close();
        assertThat(second.files.get()).as("files read again").isLessThanOrEqualTo(NOTES - readBefore + 1);
    }

    @Test
    void aBuildBesideTheIndexInUseGoesOnAsWell() {
        room.ready().close();
        room.with("passage_max_chars", 300);
        int readBefore = interruptedBuild();
        ReadingClock second = new ReadingClock(0);
        LuceneEngine next = engine(second, SOON);
        awaitReady(next);
        assertThat(next.state().files()).isEqualTo(NOTES);
        next.close();
        assertThat(second.files.get()).as("files read again").isLessThanOrEqualTo(NOTES - readBefore + 1);
        assertThat(room.index().resolve("CURRENT")).hasContent("2\n");
    }

    /** Leaves in the middle of a build; what was there answers until then. */
    private int interruptedBuild() {
        ReadingClock first = new ReadingClock(100);
        LuceneEngine engine = engine(first, SOON);
        awaited(first.reached);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close);
        await().atMost(SOON).until(engine::isLeaving);
        first.goOn.countDown();
        closing.join();
        return 100;
    }

    @Test
    void searchesAnswerFromWhatIsThereWhileAnUpgradedRoomBuilds() {
        room.ready().close();
        room.with("passage_max_chars", 300);
        ReadingClock clock = new ReadingClock(50);
        LuceneVault building = new LuceneVault(room.bundleContext(), room.config(), clock);
        awaited(clock.reached);
        assertThat(building.search(Query.of("number7", 5)).hits()).hasSize(1);
        IndexState state = building.state();
        assertThat(state.phase()).isEqualTo(Phase.BUILDING);
        assertThat(building.execute().getStatus()).isEqualTo(Result.Status.OK);
        clock.goOn.countDown();
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
        assertThat(openFiles(room.index())).isEmpty();
    }

    /** What this process has open or mapped below a folder. */
    private static List<String> openFiles(Path below) {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(descriptors);
                Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            return Stream.concat(open.map(HandOverTest::target), mapped)
                    .filter(line -> line.contains(below.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
