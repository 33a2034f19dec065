package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Spooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process on the same storage, and storage that takes nothing more. */
class StorageTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final String TAKEN = "taken ";

    @TempDir
    Path folder;

    private Process start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Feeder.class.getName(),
                folder.toString());
        return new ProcessBuilder(command)
                .redirectError(Files.createTempFile(folder.getParent(), "feeder", ".err")
                        .toFile())
                .start();
    }

    @Test
    void theSecondProcessIsRefusedAndTheFirstUnharmed() throws Exception {
        Process first = start();
        try (BufferedReader lines = first.inputReader(UTF_8)) {
            assertThat(lines.readLine()).startsWith(TAKEN);
            assertThatThrownBy(() -> new SqliteJournal(folder))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + first.pid());
            assertThat(lines.readLine()).startsWith(TAKEN);
        } finally {
            first.destroyForcibly().waitFor();
        }
        new SqliteJournal(folder).close();
    }

    @Test
    void inOneProcessTooThereIsOneJournalPerFolder() {
        try (SqliteJournal first = new SqliteJournal(folder)) {
            assertThatThrownBy(() -> new SqliteJournal(folder))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use");
            assertThat(first.stats().items()).isEmpty();
        }
        new SqliteJournal(folder).close();
    }

    /**
     * A limit on the size of files is a disk that is full after just so many bytes: the kernel writes a part and refuses
     * the rest. It is raised bit by bit, so that the cut falls somewhere else each time, first in the spool, then in the
     * database's log.
     */
    @Test
    void aFullDiskLeavesNothingHalfDoneAndWorkGoesOnWhenThereIsRoom() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "needs prlimit of util-linux");
        Set<String> taken = new HashSet<>();
        Process feeder = start();
        try (BufferedReader lines = feeder.inputReader(UTF_8);
                BufferedWriter goOn = feeder.outputWriter(UTF_8)) {
            untilTaken(1, lines, taken);
            limit(feeder, "1");
            untilFull(lines, taken);
            for (String bytes : List.of("100", "400")) {
                limit(feeder, bytes);
                goOn(goOn);
                untilFull(lines, taken);
            }
            long log = Files.size(folder.resolve("journal.db-wal"));
            for (int cut = 0; cut < 15; cut++) {
                limit(feeder, Long.toString(log + cut * 3_701L));
                goOn(goOn);
                assertThat(untilFull(lines, taken)).contains("journal.db");
            }
            limit(feeder, "unlimited");
            goOn(goOn);
            untilTaken(taken.size() + 20, lines, taken);
        } finally {
            feeder.destroyForcibly().waitFor();
        }
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            assertThat(journal.verify().findings()).isEmpty();
            assertThat(taken).allMatch(id -> journal.find(id).isPresent());
        }
    }

    private static void limit(Process process, String bytes) throws Exception {
        assertThat(new ProcessBuilder(
                                PRLIMIT.toString(), "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void goOn(BufferedWriter goOn) throws IOException {
        goOn.newLine();
        goOn.flush();
    }

    /** Returns what the feeder said when there was no room. */
    private static String untilFull(BufferedReader lines, Set<String> taken) throws IOException {
        String line = next(lines);
        while (line.startsWith(TAKEN)) {
            taken.add(line.substring(TAKEN.length()));
            line = next(lines);
        }
        assertThat(line).startsWith("full");
        return line;
    }

    private static void untilTaken(int mails, BufferedReader lines, Set<String> taken) throws IOException {
        while (taken.size() < mails) {
            String line = next(lines);
            assertThat(line).as("there is room").startsWith(TAKEN);
            taken.add(line.substring(TAKEN.length()));
        }
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertThat(line).as("the feeder ended by itself").isNotNull();
        return line;
    }

    /** The other process: takes mails in, says for each whether there was room, and goes on after a full disk when told. */
    static final class Feeder {

        private Feeder() {}

        public static void main(String[] arguments) throws IOException {
            BufferedReader goOn = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            try (SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]))) {
                for (long uid = 1; ; uid++) {
                    String outcome = take(journal, uid);
                    System.out.println(outcome);
                    System.out.flush();
                    if (!outcome.startsWith(TAKEN) && goOn.readLine() == null) {
                        return;
                    }
                }
            }
        }

        private static String take(SqliteJournal journal, long uid) {
            byte[] bytes = ("mail " + uid + " ".repeat(500)).getBytes(UTF_8);
            try {
                Spooled spooled = journal.spool(new ByteArrayInputStream(bytes), 10_000);
                return TAKEN
                        + journal.accept(new Arrival("home", "INBOX", 1, uid, spooled, Instant.EPOCH))
                                .itemId();
            } catch (IOException | JournalException e) {
                return "full: " + e.getMessage();
            }
        }
    }
}
