package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dharmic.vault.Draft;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedWriterTest {

    private static final String TEXT = "Of the river, and of what it carries. ".repeat(10);

    @TempDir
    Path folder;

    private TestRoom room;
    private GuardedWriter writer;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder)
                .file("home/boiler.md", "# Boiler\n")
                .with("write_enabled", true)
                .with("write_folders", "inbox, agent/notes");
        open(Clock.systemUTC());
        room.room.read("home/boiler.md");
    }

    private void open(Clock clock) {
        if (room.room == null) {
            room.ready();
        }
        writer = new GuardedWriter(room.bundleContext(), room.room, room.config(), clock);
    }

    @AfterEach
    void close() {
        writer.deactivate();
        room.close();
    }

    private Path audit() {
        return room.index().resolveSibling("vault-audit.jsonl");
    }

    private static Draft draft(String folder, String name) {
        return new Draft(folder, name, TEXT, true, "It may be too long.", false, "console");
    }

    private List<String> kinds(Draft draft) {
        Written written = writer.write(draft);
        assertThat(written.path()).isEmpty();
        return written.reasons().stream()
                .map(reason -> reason.substring(0, reason.indexOf(':')))
                .toList();
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(room.vault)) {
            Set<String> files = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.add(room.vault.relativize(file).toString()));
            return files;
        }
    }

    @Test
    void aNoteIsWrittenWholeRecordedAndFound() throws IOException {
        Written written = writer.write(draft("agent/notes", "The river"));
        assertThat(written).isEqualTo(new Written(Optional.of("agent/notes/The river.md"), List.of(), List.of()));
        Path file = room.vault.resolve("agent/notes/The river.md");
        assertThat(file).hasContent(TEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("agent/notes/The river.md", "home/boiler.md");
        assertThat(Files.readAllLines(audit()))
                .singleElement()
                .asString()
                .contains(
                        "\"allowed\":true",
                        "\"filename\":\"The river.md\",\"subdir\":\"agent/notes\",\"content_len\":380",
                        "\"consent\":true,\"critique_present\":true",
                        "\"by\":\"console\"",
                        "\"last_read_paths\":[\"home/boiler.md\"]");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(audit())))
                .isEqualTo("rw-------");
        await().atMost(Duration.ofSeconds(10)).until(() -> room.paths("river").size() == 1);
    }

    @Test
    void nothingThatExistsIsEverReplaced() throws IOException {
        open(Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));
        room.file("inbox/note.md", "mine");
        Files.createSymbolicLink(room.vault.resolve("inbox/dangling.md"), folder.resolve("nowhere.md"));
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i ->
                                writer.write(draft("inbox", "note.md")).path().orElseThrow())
                        .map(path -> path.replaceAll("\\d{8}_\\d{6}", "TIME")))
                .containsExactly("inbox/note_TIME.md", "inbox/note_TIME_2.md", "inbox/note_TIME_3.md");
        assertThat(writer.write(draft("inbox", "dangling")).path().orElseThrow())
                .startsWith("inbox/dangling_");
        assertThat(room.vault.resolve("inbox/note.md")).hasContent("mine");
        assertThat(folder.resolve("nowhere.md")).doesNotExist();
    }

    @Test
    void manyAtOnceAllFindAPlace() throws IOException {
        List<CompletableFuture<String>> all = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> writer.write(draft("inbox", "same")).path().orElseThrow()))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
        assertThat(files()).hasSize(31);
        assertThat(Files.readAllLines(audit())).hasSize(30);
    }

    @Test
    void offByDefault() throws IOException {
        writer.modified(TestRoom.config(java.util.Map.of("vault_folder", room.vault.toString())));
        assertThat(kinds(draft("inbox", "note"))).contains("write_disabled", "folder_not_allowed");
        assertThat(files()).containsExactly("home/boiler.md");
        assertThat(Files.readAllLines(audit())).singleElement().asString().contains("\"allowed\":false");
    }

    @Test
    void onlyWhatTheConfigurationOpens() throws IOException {
        for (String other : List.of(
                "home",
                "",
                "inbox2",
                "/inbox",
                "inbox/..",
                "inbox/../home",
                "inbox//x",
                "inbox/",
                "inbox/.git",
                "agent",
                "inbox/a\nb",
                "inbox\\x")) {
            assertThat(kinds(draft(other, "note"))).as(other).contains("folder_not_allowed");
        }
        for (String other : List.of(
                "",
                "..",
                ".hidden",
                "a/b",
                "../x.md",
                "a\u0000b",
                "a\nb",
                "x".repeat(300),
                " x",
                "a\u202Eb",
                "C:x",
                "\uD800")) {
            assertThat(kinds(draft("inbox", other))).as(other).contains("name_not_allowed");
        }
        assertThat(kinds(draft("inbox", "run.sh"))).containsExactly("extension_not_allowed");
        assertThat(kinds(draft("inbox", "x.MD"))).containsExactly("extension_not_allowed");
        assertThat(files()).containsExactly("home/boiler.md");
        assertThat(writer.write(draft("inbox/below", "note")).path()).contains("inbox/below/note.md");
    }

    @Test
    void whatGuardsTheOwnerIsNeverForcedAndCareIsAWarning() throws IOException {
        writer.deactivate();
        room.close();
        open(Clock.systemUTC());
        Draft bare = new Draft("inbox", "note", "short", false, " ", false, "ida@example.org");
        assertThat(kinds(bare))
                .containsExactly(
                        "consent_required", "read_before_write_missing", "critique_missing", "content_too_short");
        assertThat(kinds(new Draft("inbox", "note", "short", false, "", true, "x")))
                .containsExactly("consent_required");
        Written forced = writer.write(new Draft("inbox", "note", "steal, delete", true, "", true, "x"));
        assertThat(forced.path()).isPresent();
        assertThat(forced.warnings()).hasSize(3);
        assertThat(Files.readAllLines(audit()).get(2)).contains("\"labels\":[\"steal\",\"delete\"]");

        room.room.read("home/boiler.md");
        open(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(181)));
        assertThat(kinds(draft("inbox", "note"))).containsExactly("read_before_write_stale");
    }

    @Test
    void noLinkLeadsOut() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(room.vault.resolve("inbox"), outside);
        assertThatThrownBy(() -> writer.write(draft("inbox", "note")))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("through a link");
        Files.createDirectories(room.vault.resolve("agent/notes"));
        Files.createSymbolicLink(room.vault.resolve("agent/notes/deep"), outside);
        assertThatThrownBy(() -> writer.write(draft("agent/notes/deep/er", "note")))
                .isInstanceOf(VaultException.class);
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.readAllLines(audit())).hasSize(4).last().asString().contains("write_failed");
    }

    @Test
    void withoutAnAuditNothingIsWritten() throws IOException {
        Files.createDirectory(audit());
        assertThatThrownBy(() -> writer.write(draft("inbox", "note")))
                .isInstanceOf(VaultException.class)
                .hasMessageStartingWith("nothing was written: the audit log");
        assertThat(files()).containsExactly("home/boiler.md");
    }

    @Test
    void aTornLineOfTheAuditStaysAlone() throws IOException {
        Files.writeString(audit(), "{\"torn\":");
        kinds(new Draft("inbox", "quo\"te\u2028", TEXT, true, "", false, "x\ny"));
        List<String> lines = Files.readAllLines(audit());
        assertThat(lines).hasSize(2).first().isEqualTo("{\"torn\":");
        assertThat(lines.get(1)).contains("quo\\\"te\\u2028", "x\\u000ay");
    }

    @Test
    void aMissingVaultOrAPlaceThatIsLeftOutIsAReason() throws IOException {
        room.with("exclude", "inbox/private");
        writer.modified(room.config());
        assertThat(kinds(draft("inbox/private", "note"))).containsExactly("place_not_allowed");
        Files.move(room.vault, folder.resolve("elsewhere"));
        assertThat(kinds(draft("inbox", "note"))).containsExactly("vault_missing");
        assertThat(Files.exists(room.vault, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThatThrownBy(() -> new GuardedWriter(
                        room.bundleContext(),
                        room.room,
                        room.with("write_folders", "../out").config()))
                .hasMessageContaining("write.folders");
    }
}
