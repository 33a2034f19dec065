package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dharmic.vault.Hit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    @TempDir
    Path folder;

    @Test
    void whatIsRehearsedFindsSomethingAndShowsIt() throws Exception {
        List<Hit> hits = Rehearsal.run(folder);
        assertThat(hits).isNotEmpty().allSatisfy(hit -> assertThat(hit.snippet())
                .isNotBlank());
    }

    @Test
    void theIndexIsMadeOnceAndOpenedFromThenOn() throws Exception {
        new Rehearsal().accept(folder);
        List<Path> made = indexFiles();
        new Rehearsal().accept(folder);
        assertThat(indexFiles()).isEqualTo(made);
    }

    @Test
    void whatIsLeftOfAnIndexIsNoHindrance() throws Exception {
        new Rehearsal().accept(folder);
        Files.writeString(folder.resolve("index/CURRENT"), "nothing sensible");
        assertThat(Rehearsal.run(folder)).isNotEmpty();
    }

    @Test
    void nothingGoesOnAfterwards() throws Exception {
        new Rehearsal().accept(folder);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("vault-index")));
    }

    @Test
    void theHeaderOfTheBundleNamesIt() throws Exception {
        assertThat(Files.readString(Path.of("bnd.bnd"))).contains("Dharmic-Rehearsal: " + Rehearsal.class.getName());
    }

    private List<Path> indexFiles() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
            return files.sorted().toList();
        }
    }
}
