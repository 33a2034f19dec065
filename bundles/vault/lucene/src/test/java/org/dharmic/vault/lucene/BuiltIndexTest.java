package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.dharmic.vault.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build leaves on disk, and which words of a note are in it. */
class BuiltIndexTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder);
    }

    @AfterEach
    void close() {
        room.close();
    }

    /** Two threads leave two segments at least. */
    @Test
    void aBuildEndsWithOneSegmentThatIsCommittedAndSearched() {
        room.with("build_threads", 2);
        for (int i = 0; i < 200; i++) {
            room.file("notes/n" + i + ".md", "# Note " + i + "\n\nThe word of this note is unique" + i + ".\n");
        }
        room.ready();

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(committedSegments()).isEqualTo(1));
        assertThat(room.room.state().files()).isEqualTo(200);
        assertThat(room.paths("unique7")).containsExactly("notes/n7.md");
    }

    private int committedSegments() {
        try (Directory directory = FSDirectory.open(room.index().resolve("1"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            return reader.leaves().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPhraseGoesThroughALinkAsAPersonReadsIt() {
        room.file(
                        "house.md",
                        "# House\n\nFirst line.\n\nWhere the [crown jewels](../keep/vault-of-stone.md) are kept"
                                + " and the [[keep/Tower|old tower]] stands.\n")
                .file("keep/Tower.md", "# Tower\n\nHigh.\n")
                .file("keep/code.md", "# Code\n\n```\n[crown jewels](vault-of-stone.md) are kept\n```\n")
                .ready();

        var hits = room.room
                .search(Query.of("\"the crown jewels are kept and the old tower\"", 5))
                .hits();

        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).path()).isEqualTo("house.md");
        assertThat(hits.get(0).snippet()).contains("[crown jewels](../keep/vault-of-stone.md)");
        assertThat(room.paths("vault-of-stone.md")).containsExactly("keep/code.md");
        assertThat(room.paths("links:tower")).containsExactly("house.md");
    }
}
