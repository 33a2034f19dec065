package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Links;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.Why;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders, likeness, links, times, reasons, and citations of what is no longer where it was. */
class InquiringTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder)
                .with("scopes", "house=home")
                .file("home/boiler.md", "# Boiler\n\nThe pressure of the heating. See [[filter]] and [[nowhere]].\n")
                .file("home/filter.md", "# Filter\n\nThe pressure before the filter.\n")
                .file("work/pumps.md", "# Pumps\n\nPressure of pumps: [the boiler](../home/boiler.md).\n")
                .file("root.md", "Pressure!\n");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void facetsCountNotesByTheTopmostFolder() {
        room.ready();
        assertThat(room.room.facets(Query.of("pressure", 1), 10))
                .containsExactly(new FolderCount("home", 2), new FolderCount("", 1), new FolderCount("work", 1));
        assertThat(room.room.facets(Query.of("pressure -boiler", 1), 1))
                .extracting(FolderCount::notes)
                .containsExactly(1L);
        assertThat(room.room.facets(new Query("pressure", "house", 0, 1, Duration.ofSeconds(1)), 10))
                .extracting(FolderCount::folder)
                .containsExactly("home");
        assertThat(room.room.facets(Query.of("?", 1), 10)).isEmpty();
    }

    @Test
    void linksLeadBothWays() {
        room.ready();
        Links links = room.room.links("home/boiler.md", "all");
        assertThat(links.outgoing())
                .containsExactly(
                        new Links.Outgoing("filter", "*filter", Optional.of("home/filter.md"), 3),
                        new Links.Outgoing("nowhere", "*nowhere", Optional.empty(), 3));
        assertThat(links.incoming()).containsExactly("work/pumps.md");
        assertThat(room.room.links("home/filter.md", "house").incoming()).containsExactly("home/boiler.md");
        assertThat(room.room.links("home/boiler.md", "house").incoming()).isEmpty();
        assertThatThrownBy(() -> room.room.links("work/pumps.md", "house")).isInstanceOf(VaultException.class);
        assertThat(room.paths("links:home/boiler.md")).containsExactly("work/pumps.md");
        assertThat(room.paths("links:boiler")).containsExactly("work/pumps.md");
        assertThat(room.paths("links:filter heating")).containsExactly("home/boiler.md");
        assertThat(room.paths("pressure -links:boiler"))
                .doesNotContain("work/pumps.md")
                .hasSize(3);
    }

    @Test
    void likeFindsNotesAboutTheSame() {
        room.file("a.md", "# Bees\n\nThe hive, the swarm and the honey of the bees.\n")
                .file("b.md", "# Honey\n\nA swarm left the hive.\n")
                .file("c.md", "# Cars\n\nNothing of it.\n")
                .ready();
        assertThat(room.room.like("a.md", "all", 5).hits())
                .extracting(Hit::path)
                .containsExactly("b.md");
        assertThatThrownBy(() -> room.room.like("a.md", "house", 5)).hasMessageContaining("house");
    }

    @Test
    void whySaysWhatAScoreIsMadeOf() {
        room.with("prior_recent_percent", 0).ready();
        Why why = room.room.why(Query.of("boiler pressure", 5), "home/boiler.md");
        Hit first = room.room.search(Query.of("boiler pressure", 5)).hits().get(0);
        assertThat(why.hit().orElseThrow().citation()).isEqualTo(first.citation());
        assertThat(why.parts()).extracting(Why.Part::what).contains("'boiler' in title, name and tags");
        assertThat(why.parts().stream().mapToDouble(Why.Part::score).sum()).isCloseTo(first.score(), offset(0.01));
        assertThat(room.room.why(Query.of("zeppelin", 5), "home/boiler.md").hit())
                .isEmpty();
        assertThatThrownBy(
                        () -> room.room.why(new Query("pumps", "house", 0, 1, Duration.ofSeconds(1)), "work/pumps.md"))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void modifiedLimitsTheTime() throws IOException {
        Files.setLastModifiedTime(room.vault.resolve("root.md"), FileTime.from(Instant.parse("2020-05-15T12:00:00Z")));
        room.ready();
        assertThat(room.paths("pressure modified:2020")).containsExactly("root.md");
        assertThat(room.paths("pressure modified:2020-05-01..2020-05-31")).containsExactly("root.md");
        assertThat(room.paths("modified:<2021")).containsExactly("root.md");
        assertThat(room.paths("pressure modified:7d")).doesNotContain("root.md").hasSize(3);
        assertThat(room.paths("pressure -modified:2020"))
                .doesNotContain("root.md")
                .hasSize(3);
        assertThat(room.paths("modified:soon pressure")).hasSize(4);
    }

    @Test
    void aCitationSaysWhetherItsTextHasMovedOrChanged() throws IOException {
        room.ready();
        Hit hit = room.room.search(Query.of("heating", 1)).hits().get(0);
        String citation = hit.citation() + "@" + hit.contentHash();
        Files.move(room.vault.resolve("home/boiler.md"), room.vault.resolve("work/heater.md"));
        await().untilAsserted(() -> assertThat(room.paths("heating")).containsExactly("work/heater.md"));
        assertThatThrownBy(() -> room.room.read(citation))
                .hasMessageContaining("moved to work/heater.md#L1-L3@" + hit.contentHash());
        room.file("home/boiler.md", "# Boiler\n\nAnother text.\n");
        assertThatThrownBy(() -> room.room.read(citation))
                .hasMessageContaining("has changed")
                .hasMessageContaining("moved to work/heater.md");
    }
}
