package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dharmic.vault.Note;
import org.dharmic.vault.VaultException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadGuardTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("secret.md"), "outside");
        Files.createDirectories(folder.resolve("outside"));
        Files.writeString(folder.resolve("outside/secret.md"), "outside");
        room = new TestRoom(folder)
                .file("home/water.md", "one\r\ntwo\nthree")
                .file("home/big.md", "x".repeat(5000))
                .file("notes.txt", "no Markdown")
                .file(".obsidian/hidden.md", "hidden")
                .file("bad.md", new byte[] {'a', (byte) 0xC3, '(', '\n'})
                .file("binary.md", new byte[] {1, 0, 2});
        Files.createSymbolicLink(room.vault.resolve("link.md"), folder.resolve("secret.md"));
        Files.createSymbolicLink(room.vault.resolve("linked"), folder.resolve("outside"));
        Files.createSymbolicLink(room.vault.resolve("home/inside.md"), room.vault.resolve("home/water.md"));
        room.with("file_max_bytes", 4096L).ready();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "../secret.md",
                "home/../../secret.md",
                "home/../home/water.md",
                "./home/water.md",
                "home//water.md",
                "/etc/passwd",
                "home/water.md/",
                "home",
                "home\\water.md",
                "..\\secret.md",
                "home/water.md\0.md",
                "home/%2e%2e/secret.md",
                "link.md",
                "linked/secret.md",
                "home/inside.md",
                ".obsidian/hidden.md",
                "notes.txt",
                "nowhere.md",
                "home/big.md",
                "binary.md",
                "home/water.md/x.md",
                "home/water.md#L4",
                "home/water.md#L0",
                "home/water.md#L2-L1",
                "home/water.md#L1@000000000000",
                "#L1",
                "@abcdefabcdef",
                "home/water.md\n../../secret.md"
            })
    void whatIsNotANoteOfTheVaultIsRefused(String locator) {
        assertThatThrownBy(() -> room.room.read(locator))
                .isInstanceOf(VaultException.class)
                .hasMessageNotContaining("outside\n");
    }

    @Test
    void pathsMadeOfAnythingNeverLeaveTheVault() {
        String[] parts = {
            "..", ".", "", "home", "linked", "link.md", "water.md", "secret.md", "~", "*", "\0", "\\", "..%00"
        };
        for (String a : parts) {
            for (String b : parts) {
                for (String c : parts) {
                    String path = a + "/" + b + "/" + c;
                    try {
                        assertThat(room.room.read(path).text()).doesNotContain("outside");
                    } catch (VaultException refused) {
                        assertThat(refused).hasMessageNotContaining("SecureDirectoryStream");
                    }
                }
            }
        }
    }

    @Test
    void linesAreGivenAsTheyStandInTheFile() {
        assertThat(room.room.read("home/water.md").text()).isEqualTo("one\r\ntwo\nthree");
        assertThat(room.room.read("home/water.md#L1").text()).isEqualTo("one");
        assertThat(room.room.read("home/water.md#L2-L3").text()).isEqualTo("two\nthree");
        String hash = room.room.read("home/water.md").contentHash();
        assertThat(room.room.read("home/water.md#L2@" + hash).text()).isEqualTo("two");
        assertThat(room.room.read("bad.md").text()).isEqualTo("a\uFFFD(");
    }

    @Test
    void aMissNamesWhatIsNear() {
        assertThatThrownBy(() -> room.room.read("Water")).hasMessageContaining("does not belong");
        assertThatThrownBy(() -> room.room.read("kitchen/WATER.md")).hasMessageContaining("home/water.md");
    }

    @Test
    void listsHaveTheNotesAndNothingElse() throws IOException {
        assertThat(room.room.list("", 10))
                .extracting(Note::path)
                .containsExactly("bad.md", "binary.md", "home/water.md");
        assertThat(room.room.list("home", 10)).extracting(Note::path).containsExactly("home/water.md");
        assertThat(room.room.list("linked", 10)).isEmpty();
        assertThatThrownBy(() -> room.room.list("../", 10)).isInstanceOf(VaultException.class);
        Files.setLastModifiedTime(
                room.vault.resolve("home/water.md"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertThat(room.room.recent(1)).extracting(Note::path).containsExactly("home/water.md");
    }

    @Test
    void whatIsLeftOutIsCountedAndNeverFound() {
        assertThat(room.paths("outside")).isEmpty();
        assertThat(room.paths("hidden")).isEmpty();
        // three links, one file too large, one binary
        assertThat(room.room.state().problems()).isEqualTo(5);
        assertThat(room.room.state().files()).isEqualTo(2);
    }
}
