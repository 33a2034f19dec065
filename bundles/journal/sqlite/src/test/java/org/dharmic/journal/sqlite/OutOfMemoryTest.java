package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail that fills the heap ends the process, which is started again, until the mail is put aside; the others are done. */
class OutOfMemoryTest {

    private static final String GREEDY = "greedy";
    /** What {@code -XX:+ExitOnOutOfMemoryError} ends with. */
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    Path folder;

    @Test
    void theMailThatFillsTheHeapIsParkedAfterThreeDeaths() throws Exception {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            accept(journal, 1, "harmless");
            accept(journal, 2, GREEDY);
            accept(journal, 3, "harmless too");
        }
        List<Integer> ends = new ArrayList<>();
        do {
            ends.add(lifeOfAWorker());
        } while (ends.get(ends.size() - 1) != 0 && ends.size() < 6);
        assertThat(ends).containsExactly(OUT_OF_MEMORY, OUT_OF_MEMORY, OUT_OF_MEMORY, 0);
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            List<Item> parked = journal.find(Filter.in(Set.of(Stage.PARKED), 10));
            assertThat(parked).hasSize(1);
            assertThat(parked.get(0).arrival().orElseThrow().uid()).isEqualTo(2);
            assertThat(journal.stats().items()).containsEntry(Stage.REJECTED, 2L);
        }
    }

    private static void accept(SqliteJournal journal, long uid, String text) throws IOException {
        journal.accept(new Arrival(
                "home",
                "INBOX",
                1,
                uid,
                journal.spool(new ByteArrayInputStream(text.getBytes(UTF_8)), 100),
                Instant.EPOCH));
    }

    private int lifeOfAWorker() throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(Files.createTempFile(folder.getParent(), "worker", ".err")
                        .toFile())
                .start();
        try {
            return worker.waitFor();
        } finally {
            worker.destroyForcibly();
        }
    }

    /** The other process: holds two mails at once, as workers do, and deals with what there is. */
    static final class Worker {

        private static final Duration TTL = Duration.ofMinutes(1);

        private Worker() {}

        public static void main(String[] arguments) throws IOException {
            try (SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]))) {
                List<Lease> held = new ArrayList<>();
                do {
                    held.clear();
                    for (int i = 0; i < 2; i++) {
                        Optional<Lease> lease = journal.lease(Stage.INGESTED, "worker-" + i, TTL);
                        lease.ifPresent(held::add);
                    }
                    // The later one first: whoever dies, dies with both in hand.
                    for (int i = held.size() - 1; i >= 0; i--) {
                        workOn(journal, held.get(i));
                    }
                } while (!held.isEmpty());
            }
        }

        private static void workOn(SqliteJournal journal, Lease lease) throws IOException {
            String ref = lease.item().arrival().orElseThrow().spooled().ref();
            try (var bytes = journal.read(ref)) {
                if (new String(bytes.readAllBytes(), UTF_8).equals(GREEDY)) {
                    List<byte[]> heap = new ArrayList<>();
                    while (!heap.contains(null)) {
                        heap.add(new byte[1 << 20]);
                    }
                }
            }
            journal.reject(lease, "dealt with");
        }
    }
}
