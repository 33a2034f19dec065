package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Path file = folder.resolve("swap/deploy.json");
        Entry entry = new Entry(
                "a \"b\".jar",
                new Stamp(12, Instant.parse("2026-11-22T16:00:00.123456789Z"), 77),
                new DroppedJar("abc", "org.a", "1.0.0"),
                FileState.State.PUT_BACK,
                "h1",
                Instant.parse("2026-11-22T16:00:01Z"),
                List.of("a \"b\".jar", "c.jar"),
                List.of("line\none"),
                Optional.of(new Entry.Brought("h0", "org.a", "0.9.0", "def", true)));
        Entry other = new Entry(
                "c.jar",
                entry.stamp(),
                entry.jar(),
                FileState.State.REFUSED,
                "",
                entry.at(),
                List.of(),
                List.of(),
                Optional.empty());
        Ledger ledger = Ledger.open(file);
        ledger.put(entry);
        ledger.put(other);
        ledger.save();

        assertThat(Ledger.open(file).all()).containsExactly(entry, other);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theLedgerIsNotWrittenWhenNothingHasChanged() throws Exception {
        Path file = folder.resolve("deploy.json");
        Ledger.open(file).save();

        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "torn {", "{\"version\":2,\"files\":[]}", "{\"version\":1}", "{\"version\":1,\"files\":[{}]}"
            })
    void whatIsNoLedgerIsLaidAside(String content) throws Exception {
        Path file = folder.resolve("deploy.json");
        Files.writeString(file, content);

        assertThat(Ledger.open(file).all()).isEmpty();
        assertThat(folder.resolve("deploy.json.unreadable")).hasContent(content);
    }
}
