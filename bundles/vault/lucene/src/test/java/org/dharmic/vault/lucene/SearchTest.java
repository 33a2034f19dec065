package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a query means, and what is shown for it. */
class SearchTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder).household();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aQuestionFindsThePassageWithItsExactLines() {
        room.ready();
        SearchResult result = room.room.search(Query.of("When is the filter's cartridge to be changed?", 5));
        Hit hit = result.hits().get(0);
        assertThat(hit.citation()).isEqualTo("home/water-filter.md#L10-L12");
        assertThat(hit.title()).isEqualTo("Water filter");
        assertThat(hit.heading()).isEqualTo("Cartridge");
        assertThat(hit.snippet()).isEqualTo("The cartridge is changed every 6 months. Type: **CX-20**.");
        assertThat(room.room.read(hit.citation() + "@" + hit.contentHash()).text())
                .contains(hit.snippet());
        assertThat(result.note()).isEmpty();
        assertThat(result.total()).isEqualTo(2);
    }

    @Test
    void frontMatterIsFoundButNeverShownForWhatTheTextSaysToo() {
        room.file("garden/quince.md", """
                ---
                title: The quince tree
                tags: [garden, quince]
                author: Ottilie
                ---

                # The quince tree

                It stands beside the shed and the quince is of the apple kind.
                """).ready();

        Hit hit = room.room.search(Query.of("quince", 5)).hits().get(0);
        assertThat(hit.citation()).isEqualTo("garden/quince.md#L7-L9");
        assertThat(hit.snippet()).isEqualTo("It stands beside the shed and the quince is of the apple kind.");
        assertThat(hit.heading()).isEmpty();
        Hit byAuthor = room.room.search(Query.of("Ottilie", 5)).hits().get(0);
        assertThat(byAuthor.citation()).isEqualTo("garden/quince.md#L1-L5");
        assertThat(byAuthor.snippet()).contains("author: Ottilie");
    }

    @Test
    void operatorsAndSpellingsWork() {
        room.ready();
        assertThat(room.paths("\"blue lever\"")).containsExactly("home/water-filter.md");
        assertThat(room.paths("\"lever blue\"")).isEmpty();
        assertThat(room.paths("change -boiler")).containsExactly("home/water-filter.md");
        assertThat(room.paths("press*")).containsExactly("home/boiler.md");
        assertThat(room.paths("tag:water")).containsExactly("home/water-filter.md");
        assertThat(room.paths("path:home")).hasSize(2);
        assertThat(room.paths("path:home/boiler.md")).containsExactly("home/boiler.md");
        assertThat(room.paths("title:boiler OR tag:water")).hasSize(2);
        assertThat(room.paths("heading:cartridge")).containsExactly("home/water-filter.md");
        assertThat(room.paths("-filter")).doesNotContain("home/water-filter.md").hasSize(3);
        for (String spelling : List.of("moksa", "moksha", "mokṣa", "Krishna", "Kṛṣṇa", "kuche", "Kueche", "küche")) {
            assertThat(room.paths(spelling)).as(spelling).containsExactly("people/krishna.md");
        }
        assertThat(room.paths("cx-20")).containsExactly("home/water-filter.md");
    }

    @Test
    void whatIsMistypedFindsWhatIsAlikeAndSaysSo() {
        room.ready();
        SearchResult result = room.room.search(Query.of("cartrige", 5));
        assertThat(result.hits()).extracting(Hit::path).containsExactly("home/water-filter.md");
        assertThat(result.note()).contains("similar");
    }

    @Test
    void anEmptyResultSaysWhy() {
        room.ready();
        assertThat(room.room.search(Query.of("zeppelin hangar", 5)).note()).contains("zeppelin");
        assertThat(room.room.search(Query.of("?!", 5)).note()).contains("no word");
        assertThat(room.room
                        .search(new Query("change", "all", 10, 5, Duration.ofSeconds(1)))
                        .note())
                .contains("no more than 2");
    }

    @Test
    void aHugeQuestionIsFine() {
        room.ready();
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 50_000; i++) {
            text.append("change pressure w").append(i).append(" \"-+*:(");
        }
        assertThat(room.room.search(Query.of(text.toString(), 5))).isNotNull();
        assertThat(room.room
                        .search(Query.of("\"" + "x ".repeat(25_000) + "\"", 5))
                        .hits())
                .isEmpty();
        assertThat(room.room.search(Query.of("y".repeat(50_000), 5)).hits()).isEmpty();
        assertThat(room.room.search(Query.of("wo* c-a-b-c-d-e-f ".repeat(200) + "ab* cd* ".repeat(3000), 5)))
                .isNotNull();
    }

    @Test
    void scopesLimitWhatIsFound() {
        room.with("scopes", "cook=kitchen|people/krishna.md, house=home/").ready();
        assertThat(room.room.search(new Query("the", "house", 0, 9, SOON)).hits())
                .hasSize(2);
        assertThat(room.room
                        .search(new Query("bread mokṣa change", "cook", 0, 9, SOON))
                        .hits())
                .extracting(Hit::path)
                .containsExactlyInAnyOrder("kitchen/bread.md", "people/krishna.md");
        assertThat(room.room.search(new Query("the", "none", 0, 9, SOON)).hits())
                .isEmpty();
        assertThatThrownBy(() -> room.room.search(new Query("x", "nobody", 0, 1, SOON)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("all, none, cook, house");
    }
}
