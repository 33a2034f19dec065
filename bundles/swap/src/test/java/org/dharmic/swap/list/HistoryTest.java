package org.dharmic.swap.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    Path folder;

    private Path file;
    private History history;

    @BeforeEach
    void history() {
        file = folder.resolve("swap/history.jsonl");
        history = new History(file);
    }

    @Test
    void entriesComeBackAsTheyWere() throws Exception {
        assertThat(history.latest(5)).isEmpty();
        HistoryEntry first = entry("1", Result.KEPT, "1.0", "1.1", "");
        HistoryEntry second = new HistoryEntry(
                "2",
                Instant.parse("2026-11-22T10:00:00Z"),
                "deploy/x.jar",
                Result.PUT_BACK,
                List.of(new Change(
                        "new",
                        Optional.empty(),
                        Optional.of("1"),
                        Optional.empty(),
                        Optional.of("mvn:local/new/1"),
                        "ab")),
                "",
                List.of("why", "a \"quoted\" one"),
                1234,
                56);
        history.append(first);
        history.append(second);

        assertThat(new History(file).latest(5)).containsExactly(first, second);
        assertThat(history.latest(1)).containsExactly(second);
    }

    @Test
    void aTornLastLineIsCutOff() throws Exception {
        history.append(entry("1", Result.KEPT, "1.0", "1.1", ""));
        Files.writeString(file, "{\"v\":1,\"id\":\"2", StandardOpenOption.APPEND);
        assertThat(history.latest(5)).extracting(HistoryEntry::id).containsExactly("1");

        history.append(entry("3", Result.KEPT, "1.1", "1.2", ""));

        assertThat(history.latest(5)).extracting(HistoryEntry::id).containsExactly("1", "3");
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void oneRollbackAfterTheOtherLeadsFurtherBack() throws Exception {
        history.append(entry("1", Result.KEPT, "1.0", "1.1", ""));
        history.append(entry("2", Result.KEPT, "1.1", "1.2", ""));
        history.append(entry("3", Result.PUT_BACK, "1.2", "1.3", ""));
        assertThat(history.latestInForce("room").map(HistoryEntry::id)).contains("2");
        assertThat(history.latestInForce("artifact").map(HistoryEntry::id)).contains("2");

        history.append(entry("4", Result.KEPT, "1.2", "1.1", "2"));
        assertThat(history.latestInForce("room").map(HistoryEntry::id)).contains("1");

        history.append(entry("5", Result.KEPT, "1.1", "1.0", "1"));
        assertThat(history.latestInForce("room")).isEmpty();
        assertThat(history.latestInForce("other")).isEmpty();
    }

    @Test
    void theLatestVersionsAreStillWanted() throws Exception {
        for (int i = 0; i < 9; i++) {
            history.append(entry("" + i, Result.KEPT, "1." + i, "1." + (i + 1), ""));
        }
        assertThat(history.recentLocations(2))
                .containsExactlyInAnyOrder("mvn:g/artifact/1.9", "mvn:g/artifact/1.8", "mvn:g/artifact/1.7");
    }

    private static HistoryEntry entry(String id, Result result, String from, String to, String undoes) {
        Change change = new Change(
                "room",
                Optional.of(from),
                Optional.of(to),
                Optional.of("mvn:g/artifact/" + from),
                Optional.of("mvn:g/artifact/" + to),
                "00ff");
        return new HistoryEntry(
                id,
                Instant.parse("2026-11-22T10:00:00.123Z"),
                "command",
                result,
                List.of(change),
                undoes,
                List.of(),
                7,
                3);
    }
}
