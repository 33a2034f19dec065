package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Links;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultProblem;
import org.dharmic.vault.Why;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an index everything is answered from the files, but for what an index alone can do. */
class ScanModeTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder)
                .with("index_mode", "scan")
                .with("scopes", "house=home, odd=no/such/folder")
                .file("home/boiler.md", """
                        ---
                        author: Ottilie
                        ---

                        # Boiler

                        The pressure of the heating. See [[filter]] and [[nowhere]].

                        ## Valve

                        It drips below 1 bar.
                        """)
                .file("home/filter.md", "# Filter\n\nThe pressure before the filter, the heating behind it.\n")
                .file("work/pumps.md", "# Pumps\n\nPressure of pumps: [the boiler](../home/boiler.md).\n")
                .file("root.md", "Pressure!\n")
                .open();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private SearchResult search(String text) {
        return room.room.search(Query.of(text, 5));
    }

    @Test
    void searchesFindThePassageThatHasMost() {
        Hit hit = search("boiler valve").hits().get(0);
        assertThat(hit.citation()).isEqualTo("home/boiler.md#L9-L11");
        assertThat(hit.snippet()).isEqualTo("It drips below 1 bar.");
        assertThat(search("pressure -boiler").hits())
                .extracting(Hit::path)
                .containsExactly("home/filter.md", "root.md");
        assertThat(room.room
                        .search(new Query("pressure", "house", 0, 5, Duration.ofSeconds(2)))
                        .hits())
                .extracting(Hit::path)
                .containsExactly("home/boiler.md", "home/filter.md");
        assertThat(room.room
                        .search(new Query("pressure", "odd", 0, 5, Duration.ofSeconds(2)))
                        .note())
                .contains("odd");
        assertThat(room.room
                        .search(new Query("pressure", "none", 0, 5, Duration.ofSeconds(2)))
                        .hits())
                .isEmpty();
    }

    @Test
    void anEmptyResultSaysWhy() {
        assertThat(search("zeppelin").note()).isEqualTo("no note has this");
        assertThat(search("?!").note()).contains("no word");
        assertThat(room.room.state().files()).isEqualTo(4);
        assertThat(room.room
                        .search(new Query("pressure", "all", 0, 5, Duration.ZERO))
                        .note())
                .contains("deadline");
    }

    @Test
    void foldersLinksLikenessAndReasonsNeedNoIndex() {
        assertThat(room.room.facets(Query.of("pressure", 1), 10))
                .containsExactly(new FolderCount("home", 2), new FolderCount("", 1), new FolderCount("work", 1));
        Links links = room.room.links("home/boiler.md", "all");
        assertThat(links.outgoing())
                .containsExactly(
                        new Links.Outgoing("filter", "*filter", Optional.of("home/filter.md"), 7),
                        new Links.Outgoing("nowhere", "*nowhere", Optional.empty(), 7));
        assertThat(links.incoming()).containsExactly("work/pumps.md");
        assertThat(room.room.links("home/boiler.md", "house").incoming()).isEmpty();
        assertThat(room.room.links("home/filter.md", "all").incoming()).containsExactly("home/boiler.md");
        assertThat(room.room.like("home/filter.md", "all", 1).hits())
                .extracting(Hit::path)
                .containsExactly("home/boiler.md");
        Why why = room.room.why(Query.of("boiler valve zeppelin", 1), "home/boiler.md");
        assertThat(why.hit().orElseThrow().citation()).isEqualTo("home/boiler.md#L9-L11");
        assertThat(why.parts())
                .containsExactly(
                        new Why.Part("'boiler' in title or passage", 1),
                        new Why.Part("'valve' in title or passage", 1));
        assertThat(room.room.why(Query.of("boiler -valve", 1), "home/boiler.md").hit())
                .hasValueSatisfying(hit -> assertThat(hit.firstLine()).isEqualTo(5));
        assertThat(room.room.why(Query.of("zeppelin", 1), "home/boiler.md").hit())
                .isEmpty();
    }

    @Test
    void whatWasCitedIsFoundWhereItIsNow() throws IOException {
        Hit hit = search("heating filter").hits().get(0);
        Files.move(room.vault.resolve(hit.path()), room.vault.resolve("work/sieve.md"));
        assertThatThrownBy(() -> room.room.read(hit.citation() + "@" + hit.contentHash()))
                .hasMessageContaining("moved to work/sieve.md#L5-L7@" + hit.contentHash());
        assertThatThrownBy(() -> room.room.read("sieve.md")).hasMessageContaining("near: work/sieve.md");
        assertThatThrownBy(() -> room.room.read("sieve")).hasMessageContaining("near: work/sieve.md");
    }

    @Test
    void onlyAnIndexCanBeBuilt() throws IOException {
        Files.createSymbolicLink(room.vault.resolve("a-link.md"), folder.resolve("elsewhere"));
        assertThat(room.room.problems(5)).containsExactly(new VaultProblem("a-link.md", "is a symbolic link"));
        assertThatThrownBy(() -> room.room.reindex())
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("index.mode = scan")
                .hasMessageContaining("etc/org.dharmic.vault.lucene.cfg");
    }

    @Test
    void withoutAFolderEveryQuestionSaysWhatToDo() {
        room.close();
        room.with("vault_folder", " ").open();
        assertThat(search("boiler").note()).contains("vault.folder is not set");
        assertThatThrownBy(() -> room.room.facets(Query.of("boiler", 1), 5)).hasMessageContaining("vault.folder");
        assertThatThrownBy(() -> room.room.like("a.md", "all", 5)).hasMessageContaining("vault.folder");
        assertThat(room.room.problems(5)).isEmpty();
    }
}
