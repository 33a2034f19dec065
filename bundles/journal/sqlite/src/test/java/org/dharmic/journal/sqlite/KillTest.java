package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that works on the journal is killed again and again: what it was told is durable is there afterwards. */
class KillTest {

    private static final int CYCLES = 4;
    private static final long SEED = 20_261_122;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        Random random = new Random(SEED);
        Map<String, Stage> acknowledged = new HashMap<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            killAfter(20 + random.nextInt(150), acknowledged);
            try (SqliteJournal journal = new SqliteJournal(folder)) {
                assertThat(journal.verify().findings()).isEmpty();
                journal.sweep();
                verify(journal, acknowledged);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(CYCLES * 5);
    }

    private static void verify(SqliteJournal journal, Map<String, Stage> acknowledged) throws IOException {
        for (Map.Entry<String, Stage> each : acknowledged.entrySet()) {
            Item item = journal.find(each.getKey()).orElseThrow();
            assertThat(item.stage()).isGreaterThanOrEqualTo(each.getValue());
            assertThat(journal.read(item.arrival().orElseThrow().spooled().ref()))
                    .hasBinaryContent(
                            Long.toString(item.arrival().orElseThrow().uid()).getBytes(UTF_8));
            if (item.stage() == Stage.ANSWERED) {
                assertThat(item.answered().orElseThrow().events()).hasSize(1);
            }
            assertThat(journal.cursor("home", "INBOX").orElseThrow().lastUid())
                    .isGreaterThanOrEqualTo(item.arrival().orElseThrow().uid());
        }
    }

    /** Runs the worker until it has acknowledged so many deeds, and kills it in the middle of the next. */
    private void killAfter(int deeds, Map<String, Stage> acknowledged) throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString())
                .redirectError(Files.createTempFile(folder.getParent(), "worker", ".err")
                        .toFile())
                .start();
        try (BufferedReader lines = worker.inputReader(UTF_8)) {
            for (int i = 0; i < deeds; i++) {
                note(lines.readLine(), acknowledged);
            }
            // By its handle: destroying the Process itself would close the pipe with what it has said.
            worker.toHandle().destroyForcibly();
            worker.waitFor();
            for (String line = lines.readLine(); line != null && line.endsWith("."); line = lines.readLine()) {
                note(line, acknowledged);
            }
        } finally {
            worker.destroyForcibly();
        }
    }

    private static void note(String line, Map<String, Stage> acknowledged) {
        assertThat(line).as("the worker ended by itself").isNotNull();
        String[] words = line.substring(0, line.length() - 1).split(" ");
        acknowledged.put(words[0], Stage.valueOf(words[1]));
    }

    /** The other process: takes mails in and works on them, and says what it was told is durable. */
    static final class Worker {

        private static final Duration TTL = Duration.ofMinutes(1);

        private Worker() {}

        public static void main(String[] arguments) throws IOException {
            try (SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]))) {
                while (!Thread.currentThread().isInterrupted()) {
                    takeOneIn(journal);
                    journal.lease(Stage.INGESTED, "worker", TTL).ifPresent(lease -> admit(journal, lease));
                    Optional<Lease> admitted = journal.lease(Stage.ADMITTED, "worker", TTL);
                    admitted.ifPresent(lease -> answer(journal, lease));
                }
            }
        }

        private static void takeOneIn(SqliteJournal journal) throws IOException {
            long uid = journal.cursor("home", "INBOX").map(Cursor::lastUid).orElse(0L) + 1;
            byte[] bytes = Long.toString(uid).getBytes(UTF_8);
            Accepted accepted = journal.accept(new Arrival(
                    "home", "INBOX", 1, uid, journal.spool(new ByteArrayInputStream(bytes), 100), Instant.EPOCH));
            say(accepted.itemId(), Stage.INGESTED);
        }

        private static void admit(SqliteJournal journal, Lease lease) {
            journal.advance(
                    lease,
                    new Step.Admitted(
                            "a@x",
                            "ask",
                            "all",
                            lease.item().id(),
                            "",
                            List.of(),
                            "s",
                            "t",
                            "",
                            List.of(),
                            "dkim=pass"));
            say(lease.item().id(), Stage.ADMITTED);
        }

        private static void answer(SqliteJournal journal, Lease lease) {
            journal.advance(
                    lease,
                    new Step.Answered(
                            "m",
                            "e",
                            "{}",
                            List.of(new MemoryEvent(
                                    "k", Map.of("of", lease.item().id())))));
            say(lease.item().id(), Stage.ANSWERED);
        }

        private static void say(String id, Stage stage) {
            System.out.println(id + " " + stage + ".");
            System.out.flush();
        }
    }
}
