package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder).file("home/boiler.md", "# Boiler\n\nPressure 1.5 bar.\n");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void anIndexIsBuiltBesideTheOneInUseWhenAsked() throws IOException {
        room.ready();
        String before = Files.readString(room.index().resolve("CURRENT")).strip();
        room.room.reindex();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    assertThat(room.paths("pressure")).containsExactly("home/boiler.md");
                    assertThat(Files.readString(room.index().resolve("CURRENT")).strip())
                            .isNotEqualTo(before);
                });
        room.awaitReady();
        assertThat(room.paths("pressure")).containsExactly("home/boiler.md");
        assertThat(room.index().resolve(before)).doesNotExist();
    }

    @Test
    void withoutItsFolderNothingIsBuilt() throws IOException {
        room.ready();
        Files.move(room.vault, folder.resolve("elsewhere"));
        await().atMost(Duration.ofSeconds(10)).until(() -> room.room.state().phase() == Phase.VAULT_MISSING);
        assertThatThrownBy(() -> room.room.reindex())
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("does not exist");
        assertThat(room.room.state().files()).isEqualTo(1);
    }

    @Test
    void aScanHasNoIndexToBuild() {
        room.with("index_mode", "scan").open();
        assertThatThrownBy(() -> room.room.reindex()).hasMessageContaining("index.mode = scan");
    }

    @Test
    void whatIsLeftOutIsListedWithTheReason() throws IOException {
        Path outside = Files.writeString(folder.resolve("secret.md"), "not yours");
        Files.createSymbolicLink(room.vault.resolve("a-link.md"), outside);
        room.file("binary.md", new byte[] {'x', 0, 1, 2});
        room.file("large.md", "x".repeat(3000)).with("file_max_bytes", 2000L).ready();

        assertThat(room.room.problems(10))
                .containsExactly(
                        new VaultProblem("a-link.md", "is a symbolic link"),
                        new VaultProblem("binary.md", "is binary"),
                        new VaultProblem("large.md", "has 3000 bytes, more than file.max.bytes = 2000"));
        assertThat(room.room.problems(1)).hasSize(1);
        Files.delete(room.vault.resolve("a-link.md"));
        assertThat(room.room.problems(10).toString()).doesNotContain("secret");
    }

    /** By a clock that is ahead, so that no file counts as changed in this moment. */
    private void openAhead() {
        room.room = new LuceneVault(
                room.bundleContext(), room.config(), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
        room.awaitReady();
    }

    private String snippet() {
        SearchResult result = room.room.search(Query.of("pressure", 5));
        return result.hits().isEmpty() ? "" : result.hits().get(0).snippet();
    }

    @Test
    void aSearchRightAfterAnEditNeverShowsTheStateBefore() throws IOException {
        openAhead();
        Path file = room.vault.resolve("home/boiler.md");
        for (int i = 0; i < 200; i++) {
            String line = "Pressure " + (1000 + i) + " bar.";
            Files.writeString(file, "# Boiler\n\n" + line + "\n");
            // Until the index knows of it, a search may find nothing; but never what is no longer there.
            assertThat(snippet()).isIn(line, "", "# Boiler\n\n" + line);
            assertThat(snippet()).isIn(line, "", "# Boiler\n\n" + line);
        }
        assertThat(room.room.cache().misses()).isPositive();
    }

    @Test
    void answersAreKeptUntilAnythingChanges() {
        room.with("scopes", "home=home,other=other");
        openAhead();
        Query query = Query.of("pressure", 5);
        assertThat(room.room.search(query)).isEqualTo(room.room.search(query));
        assertThat(room.room.cache().hits()).isEqualTo(1);
        assertThat(room.room
                        .search(new Query("pressure", "other", 0, 5, query.deadline()))
                        .hits())
                .isEmpty();
        assertThatThrownBy(() -> room.room.search(new Query("pressure", "gone", 0, 5, query.deadline())))
                .isInstanceOf(VaultException.class);

        room.file("other/new.md", "# New\n\nPressure too.\n");
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> room.room.search(query).total() == 2);

        room.with("scopes", "").modify();
        assertThatThrownBy(() -> room.room.search(new Query("pressure", "other", 0, 5, query.deadline())))
                .isInstanceOf(VaultException.class);
        room.with("cache_entries", 0).modify();
        room.room.search(query);
        assertThat(room.room.cache().most()).isZero();
    }

    @Test
    void whatIsAskedIsLearnedInTheFolderOfTheIndexUnlessThatIsOff() {
        openAhead();
        room.paths("pressure");
        room.close();
        assertThat(room.index().resolve("queries.tsv")).content().contains("\tall\tpressure\n");

        room.with("prewarm_queries", 0);
        openAhead();
        room.paths("another");
        room.close();
        assertThat(room.index().resolve("queries.tsv")).content().doesNotContain("another");
    }
}
