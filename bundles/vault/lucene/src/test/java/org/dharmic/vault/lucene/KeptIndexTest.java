package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.junit.jupiter.api.Test;

/** The index follows its vault, through edits, restarts and damage. */
class KeptIndexTest extends VaultScene {

    @Test
    void editsDeletionsAndRenamesAreSeen() throws IOException {
        room.with("reconcile_seconds", 3600).ready();
        room.file("kitchen/bread.md", "Now about pumpernickel.\n");
        awaitPaths("pumpernickel", "kitchen/bread.md");
        room.file("new/deep/folder/note.md", "A zeppelin.\n");
        awaitPaths("zeppelin", "new/deep/folder/note.md");
        Files.delete(room.vault.resolve("home/boiler.md"));
        awaitPaths("boiler");
        Files.move(room.vault.resolve("new"), room.vault.resolve("old"));
        awaitPaths("zeppelin", "old/deep/folder/note.md");
        room.file("old/deep/folder/note.md", "An airship.\n");
        awaitPaths("airship", "old/deep/folder/note.md");
    }

    @Test
    void aBurstEndsInTheRightState() throws IOException {
        room.with("reconcile_seconds", 3600).ready();
        for (int i = 0; i < 2000; i++) {
            room.file("burst/n" + i % 50 + ".md", "turn" + i + " burstword\n");
            if (i % 3 == 0) {
                Files.delete(room.vault.resolve("burst/n" + i % 50 + ".md"));
            }
        }
        List<String> left;
        try (Stream<Path> files = Files.list(room.vault.resolve("burst"))) {
            left = files.map(file -> "burst/" + file.getFileName()).sorted().toList();
        }
        await().atMost(SOON).untilAsserted(() -> {
            SearchResult result = room.room.search(Query.of("burstword", 1000));
            assertThat(result.hits()).extracting(Hit::path).containsExactlyInAnyOrderElementsOf(left);
        });
    }

    @Test
    void withoutWatchingTheComparisonFindsChanges() throws IOException {
        room.with("watch", false).ready();
        room.file("kitchen/bread.md", "Pumpernickel.\n");
        Files.delete(room.vault.resolve("home/boiler.md"));
        awaitPaths("pumpernickel boiler", "kitchen/bread.md");
    }

    @Test
    void theSavedIndexAnswersAfterReopeningAndAgainWithinOneProcess() {
        room.ready();
        for (int i = 0; i < 3; i++) {
            room.close();
            room.open();
            awaitPaths("boiler", "home/boiler.md");
        }
        assertThat(room.room.state().lastBuilt()).isPresent();
    }

    @Test
    void whatChangedWhileAwayIsCaughtUp() throws IOException {
        room.ready().close();
        room.file("kitchen/bread.md", "Pumpernickel.\n");
        Files.delete(room.vault.resolve("home/boiler.md"));
        room.ready();
        assertThat(room.paths("pumpernickel boiler")).containsExactly("kitchen/bread.md");
    }

    @Test
    void aVaultThatIsGoneKeepsItsIndex() throws IOException {
        room.ready();
        Path away = folder.resolve("away");
        Files.move(room.vault, away);
        await().atMost(SOON).until(() -> room.room.state().phase() == Phase.VAULT_MISSING);
        SearchResult result = room.room.search(Query.of("boiler", 5));
        assertThat(result.hits()).extracting(Hit::path).containsExactly("home/boiler.md");
        assertThat(result.note()).contains("does not exist").contains("cannot be read");
        assertThat(room.room.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        room.close();
        Files.createDirectory(room.vault);
        room.open();
        await().atMost(SOON).until(() -> room.room.state().phase() == Phase.VAULT_MISSING);
        assertThat(room.room.state().files()).isEqualTo(4);
        Files.delete(room.vault);
        Files.move(away, room.vault);
        room.file("kitchen/bread.md", "Pumpernickel.\n");
        awaitPaths("pumpernickel", "kitchen/bread.md");
        room.awaitReady();
        assertThat(room.room.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void withoutAFolderTheRoomStaysUpAndSaysWhatToDo() {
        room.with("vault_folder", " ").open();
        await().atMost(SOON).until(() -> room.room.state().phase() == Phase.VAULT_MISSING);
        assertThat(room.room.state().message()).contains("vault.folder").contains("etc/org.dharmic.vault.lucene.cfg");
        assertThat(room.room.search(Query.of("x", 1)).note()).contains("vault.folder");
        assertThatThrownBy(() -> room.room.read("a.md")).hasMessageContaining("vault.folder");
        room.with("vault_folder", room.vault.toString());
        room.modify();
        awaitPaths("boiler", "home/boiler.md");
    }

    @Test
    void aDamagedIndexIsBuiltAnew() throws IOException {
        room.ready().close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(room.index())) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("write.lock"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            if (!Files.exists(file)) {
                continue; // gone with the index that was replaced
            }
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
            room.ready();
            assertThat(room.paths("boiler")).as("after damage to %s", file).containsExactly("home/boiler.md");
            assertThat(room.room.state().files()).isEqualTo(4);
            room.close();
        }
    }

    @Test
    void aDeletedIndexIsBuiltAnew() throws IOException {
        room.ready().close();
        try (Stream<Path> all = Files.walk(room.index())) {
            for (Path file :
                    all.filter(file -> file.toString().contains("segments_")).toList()) {
                Files.delete(file);
            }
        }
        room.ready();
        assertThat(room.paths("boiler")).containsExactly("home/boiler.md");
    }

    @Test
    void changedSettingsTakeEffectWithoutRestart() {
        room.ready();
        LuceneVault same = room.room;
        room.with("exclude", "home");
        room.modify();
        room.awaitReady();
        assertThat(room.paths("boiler")).isEmpty();
        room.with("exclude", "").with("passage_max_chars", 300);
        room.modify();
        room.awaitReady();
        assertThat(room.paths("boiler")).containsExactly("home/boiler.md");
        room.with("index_mode", "scan");
        room.modify();
        assertThat(room.paths("boiler")).containsExactly("home/boiler.md");
        room.with("index_mode", "lucene");
        room.modify();
        room.awaitReady();
        assertThat(room.paths("boiler")).containsExactly("home/boiler.md");
        assertThat(room.room).isSameAs(same);
    }

    @Test
    void aNamedPipeBlocksNobody() throws Exception {
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", room.vault.resolve("pipe.md").toString()).start();
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("no mkfifo here");
            return;
        }
        assertThat(mkfifo.waitFor()).isZero();
        Files.createSymbolicLink(room.vault.resolve("loop"), room.vault);
        room.ready();
        assertThat(room.room.state().files()).isEqualTo(4);
        assertThat(room.room.state().problems()).isEqualTo(2);
        assertThatThrownBy(() -> room.room.read("pipe.md")).hasMessageContaining("no regular file");
    }

    @Test
    void filesThatComeAndGoWhileTheyAreReadHarmNothing() throws Exception {
        room.with("reconcile_seconds", 5).with("build_threads", 3);
        for (int i = 0; i < 600; i++) {
            room.file("race/n" + i + ".md", "racing text " + i + "\n");
        }
        Thread racer = new Thread(() -> {
            for (int i = 0; i < 600; i += 2) {
                try {
                    Files.deleteIfExists(room.vault.resolve("race/n" + i + ".md"));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        room.open();
        racer.start();
        racer.join();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        room.room.search(Query.of("racing", 1)).total())
                .isEqualTo(300));
    }

    @Test
    void leavingRefusesAndTheNextOpensAtOnce() {
        room.ready();
        LuceneVault left = room.room;
        room.close();
        assertThatThrownBy(() -> left.search(Query.of("x", 1))).isInstanceOf(IllegalStateException.class);
        room.ready();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("vault-index"))
                        .filter(Thread::isAlive))
                .hasSize(1);
    }
}
