package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Inquiry;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.junit.jupiter.api.Test;

/** What is found, and how it is shown. */
class LuceneVaultTest extends VaultScene {

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
    void aSubjectThatIsATitleNamesTheNote() {
        room.file("log.md", "# Log\n\nThe valve, the valve, the valve of the pump was closed.\n")
                .ready();
        VaultContext context = new VaultContext(room.room, TestRoom.config(Map.of()));

        assertThat(first(context, "Re: Water filter", "How is the valve closed?"))
                .startsWith("home/water-filter.md#");
        assertThat(first(context, "", "How is the valve of the pump closed?")).startsWith("log.md#");
    }

    private static String first(VaultContext context, String subject, String text) {
        return context.contribute(inquiry(subject, text, "all"), 4_000).get(0).locator();
    }

    @Test
    void theRestOfTheBestNoteComesAlongWhenThereIsRoom() {
        room.ready();
        VaultContext context = new VaultContext(room.room, TestRoom.config(Map.of()));
        Inquiry inquiry = inquiry("", "Which cartridge type is it?", "all");

        assertThat(context.contribute(inquiry, 4_000))
                .extracting(block -> block.locator() + " " + block.title())
                .containsExactly(
                        "home/water-filter.md#L10-L12 Water filter › Cartridge",
                        "home/water-filter.md#L6-L8 Water filter",
                        "home/water-filter.md#L14-L16 Water filter › Shutting off");
        assertThat(context.contribute(inquiry, 100)).hasSize(1);
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

    @Test
    void aFileThatChangedSinceIsShownAsItIsNow() throws IOException {
        room.with("watch", false).with("reconcile_seconds", 3600).ready();
        room.file("home/boiler.md", "new first line\n\nanother\n\n# Boiler\n\nThe pressure is 9 bar.\n");
        Hit hit = room.room.search(Query.of("pressure", 1)).hits().get(0);
        assertThat(hit.citation()).isEqualTo("home/boiler.md#L5-L7");
        assertThat(hit.snippet()).isEqualTo("The pressure is 9 bar.");
        assertThat(room.room.read(hit.citation() + "@" + hit.contentHash()).text())
                .contains(hit.snippet());
        Files.delete(room.vault.resolve("home/boiler.md"));
        assertThat(room.paths("pressure")).isEmpty();
    }

    @Test
    void aPromptGetsExactLinesWithinItsBudget() {
        room.with("scopes", "cook=kitchen").ready();
        VaultContext context = new VaultContext(room.room, TestRoom.config(Map.of()));
        List<ContextBlock> blocks = context.contribute(
                inquiry("Re: AW: the boiler", "When is the cartridge of my filter to be changed -- tag:x \"?", "all"),
                2000);
        assertThat(blocks).isNotEmpty().allSatisfy(block -> {
            assertThat(block.source()).isEqualTo("vault");
            assertThat(room.room.read(block.locator()).text()).isEqualTo(block.text());
        });
        assertThat(blocks.get(0).locator()).isEqualTo("home/water-filter.md#L10-L12");
        assertThat(blocks.stream().mapToInt(block -> block.text().length()).sum())
                .isLessThanOrEqualTo(2000);
        assertThat(context.contribute(inquiry("", "cartridge change", "all"), 70))
                .allSatisfy(block -> assertThat(block.text().length()).isLessThanOrEqualTo(70));
        assertThat(context.contribute(inquiry("", "cartridge", "cook"), 2000)).isEmpty();
        assertThat(context.contribute(inquiry("Fwd: boiler", "", "all"), 2000)).hasSize(1);
    }

    private static Inquiry inquiry(String subject, String text, String scope) {
        return new Inquiry("1", "mail", "a@example.org", scope, "t", subject, text, Instant.EPOCH);
    }
}
