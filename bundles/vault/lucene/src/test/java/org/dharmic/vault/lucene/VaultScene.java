package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small vault of a household, and the room over it. */
abstract class VaultScene {

    static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder);
        room.file("home/water-filter.md", """
                        ---
                        title: Water filter
                        tags: [home, water]
                        ---

                        # Water filter under the sink

                        The filter sits in the left cupboard.

                        ## Cartridge

                        The cartridge is changed every 6 months. Type: **CX-20**.

                        ## Shutting off

                        Close the valve with the blue lever.
                        """)
                .file(
                        "home/boiler.md",
                        "# Boiler\n\nThe pressure of the heating should be 1.5 bar. Change nothing else.\n")
                .file("people/krishna.md", "# Kṛṣṇa\n\nOn mokṣa and the Küche.\n")
                .file("kitchen/bread.md", "Bread without any heading, from Mira.\n");
    }

    @AfterEach
    void close() {
        room.close();
    }

    void awaitPaths(String query, String... paths) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(room.paths(query))
                .containsExactlyInAnyOrder(paths));
    }
}
