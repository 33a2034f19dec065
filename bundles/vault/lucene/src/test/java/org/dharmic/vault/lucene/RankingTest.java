package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.Why;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes first, and what never does. */
class RankingTest {

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

    @Test
    void aNoteThatIsCalledAsTheQueryGoesComesFirst() {
        room.file("a.md", "# Water pumps and other pumps\n\nPumps, pumps, pumps of the water, water pumps.\n")
                .file("deep/pumps.md", "---\ntitle: Pumps\n---\n\nNothing to say.\n")
                .file("deep/water-tower.md", "High.\n")
                .file("tower.md", "# The tower\n\nThe water tower, the water tower and its tower of water.\n")
                .ready();

        assertThat(room.paths("pumps")).startsWith("deep/pumps.md");
        assertThat(room.paths("Water Tower")).startsWith("deep/water-tower.md");
    }

    @Test
    void aTitleDoesNotDrownAPassageThatHasAllWords() {
        room.file("title.md", "# Garden\n\nTulips.\n")
                .file("text.md", "# Diary\n\nIn the garden the compost heap steams beside the greenhouse.\n");
        for (int i = 0; i < 10; i++) {
            room.file("other" + i + ".md", "# Other " + i + "\n\nOf " + "something else entirely, ".repeat(10) + "\n");
        }
        room.ready();

        assertThat(room.paths("garden compost greenhouse")).startsWith("text.md");
    }

    @Test
    void aRareWordOfATextOutweighsACommonOneInAllPlaces() {
        for (int i = 0; i < 40; i++) {
            String about = i % 4 == 0 ? "garden" : "river";
            room.file(
                    "notes/n" + i + ".md",
                    "# Note " + i + " on the " + about + "\n\n## " + about + "\n\n" + (about + " fence wool ").repeat(9)
                            + "\n");
        }
        room.file("notes/rare.md", "# Note on wool\n\n" + "fence wool ".repeat(9) + "the zurna hums in the garden.\n")
                .ready();

        assertThat(room.paths("What does the zurna do in the garden?")).startsWith("notes/rare.md");
    }

    @Test
    void wordsThatStandNearlyEverywhereRankWhatOthersFindAndFindWhenThereAreNone() {
        for (int i = 0; i < 90; i++) {
            String rare = i < 80 ? "zurna " : "";
            String common = i % 2 == 0 ? "together together together " : "";
            room.file("notes/n" + i + ".md", "The " + rare + common + "and " + "words ".repeat(i % 2 + 3) + "\n");
        }
        for (int i = 0; i < 700; i++) {
            room.file("others/o" + i + ".md", i % 4 == 0 ? "We came together.\n" : "We went apart.\n");
        }
        room.file("mur.md", "A kaval, all apart.\n").ready();

        assertThat(room.paths("zurna together")).allMatch(path -> path.matches("notes/n[0-7]?[02468].md"));
        assertThat(room.paths("kaval together")).startsWith("mur.md").hasSizeGreaterThan(3);
        assertThat(room.paths("together came")).allMatch(path -> path.startsWith("others/"));
        assertThat(room.room.search(Query.of("kaval together", 5)).total()).isEqualTo(1 + 45 + 175);
    }

    @Test
    void ofANoteThatItsTitleFindsThePassageIsTheBestOne() {
        StringBuilder text = new StringBuilder("# Water filter\n\nIntroduction.\n");
        for (int i = 0; i < 40; i++) {
            text.append("\n## Part ").append(i).append("\n\nThis and that.\n");
        }
        room.file("filter.md", text + "\n## Cartridge\n\nEvery six months.\n")
                .file("other.md", "# Other\n\nA cartridge.\n")
                .ready();

        for (String question : List.of("water filter cartridge", "filter cartridge", "cartridge water filter")) {
            Hit hit = room.room.search(Query.of(question, 5)).hits().get(0);
            assertThat(hit.path()).isEqualTo("filter.md");
            assertThat(hit.heading()).as(question).isEqualTo("Cartridge");
        }
        assertThat(room.room.search(Query.of("water filter", 5)).hits().get(0).firstLine())
                .isEqualTo(1);
    }

    @Test
    void wordsOfATitleDoNotChooseAmongThePassagesOfItsNote() {
        String about = "The river Mur, the Mur, and the floods of the river Mur. ";
        room.file("mur.md", """
                        ---
                        title: The river Mur
                        tags: [mur, river, ferry]
                        ferry: at Wildon
                        ---

                        # The river Mur

                        %s

                        ## Ferries

                        From bank to bank by ferry since 1740.

                        ## Fish

                        Huchen, also below the ferry of the river Mur.
                        """.formatted(about.repeat(5)))
                .file("other.md", "# Other\n\nA ferry on a river.\n")
                .ready();

        Query query = Query.of("the ferry on the river Mur", 5);
        Hit hit = room.room.search(query).hits().get(0);
        assertThat(hit.path()).isEqualTo("mur.md");
        assertThat(hit.heading()).isEqualTo("Ferries");
        assertThat(hit.snippet()).isEqualTo("From bank to bank by ferry since 1740.");
        assertThat(room.room
                        .search(Query.of("river Mur huchen ferry", 5))
                        .hits()
                        .get(0)
                        .heading())
                .isEqualTo("Fish");
        Why why = room.room.why(query, "mur.md");
        assertThat(why.hit().orElseThrow().citation()).isEqualTo(hit.citation());
        assertThat(why.parts()).extracting(Why.Part::what).contains("more of the words in another passage of the note");
    }

    @Test
    void theWordsOfLinksFindTheNoteTheyLeadTo() {
        room.file("people/k17.md", "# K17\n\nBorn in Graz.\n")
                .file("diary.md", "Met [the clockmaker of Graz](people/k17.md) again.\n")
                .file("more/letters.md", "To [[k17|clockmaker Anton]], and to the clockmaker of Linz.\n")
                .ready();

        assertThat(room.paths("clockmaker of Graz")).startsWith("people/k17.md");
        assertThat(room.paths("clockmaker Anton")).startsWith("people/k17.md");
        room.file("diary.md", "Met nobody.\n");
        await().untilAsserted(() -> assertThat(room.paths("links:k17")).containsExactly("more/letters.md"));
        assertThat(room.paths("clockmaker")).startsWith("people/k17.md");
    }

    @Test
    void oneMistypedWordBesideRightOnesIsFoundAndSaid() {
        room.file("a.md", "# Heating\n\nThe boiler has a valve.\n")
                .file("b.md", "# Tap\n\nThe valve drips.\n")
                .ready();

        SearchResult result = room.room.search(Query.of("boilr valve", 5));
        assertThat(result.hits()).extracting(Hit::path).containsExactly("a.md", "b.md");
        assertThat(result.note()).contains("'boilr'").contains("'boiler'");
        assertThat(result.hits().get(0).snippet()).contains("boiler");
    }

    @Test
    void whatIsAlikeNeverOutranksWhatIsAsTyped() {
        room.file("alike.md", "# Hangar\n\nHangar hangar hangar.\n")
                .file("hangar/hangar.md", "# Hangar two\n\nThe hangar.\n")
                .file("typed.md", "# Long\n\n" + "word ".repeat(200) + " zeppelin " + "word ".repeat(200) + "\n")
                .file("form.md", "# Letters\n\nA form of the letter.\n")
                .file("from.md", "# From letter\n\nFrom letter to letter.\n")
                .ready();

        assertThat(room.paths("zeppelin hangr")).startsWith("typed.md").hasSize(3);
        assertThat(room.paths("letter form")).startsWith("form.md");
    }

    @Test
    void aNameIsFoundInSpiteOfATypo() {
        room.file("a.md", "# Dovecot and Postfix\n\nMail.\n")
                .file("b.md", "# Postfix\n\nPostfix and more Postfix, and Dovecot.\n")
                .file("c.md", "# Release 12\n\nText.\n")
                .ready();

        assertThat(room.paths("Dovceot and Postfix")).startsWith("a.md");
        assertThat(room.paths("Release 13")).containsExactly("c.md"); // for its word; 13 is no slip of 12
        assertThat(room.room.search(Query.of("Release 13", 5)).note()).doesNotContain("similar");
    }

    @Test
    void wordsOfOneStemFindEachOtherAndTheWordItselfFirst() {
        room.file("plural.md", "The jewels shine.\n")
                .file("single.md", "The jewel shines.\n")
                .file("happy.md", "Happiness is a happy day.\n")
                .ready();

        assertThat(room.paths("jewel")).containsExactly("single.md", "plural.md");
        assertThat(room.paths("jewels")).containsExactly("plural.md", "single.md");
        assertThat(room.paths("happy")).containsExactly("happy.md");
    }

    @Test
    void newNotesAndFavouredFoldersComeFirstAmongEquals() throws IOException {
        room.file("old/one.md", "A quince tree.\n").file("archive/two.md", "A quince tree.\n");
        Files.setLastModifiedTime(room.vault.resolve("old/one.md"), FileTime.fromMillis(1_000_000));
        room.ready();
        assertThat(room.paths("quince")).containsExactly("archive/two.md", "old/one.md");

        room.with("prior_folders", "archive=0.5").modify();
        assertThat(room.paths("quince")).containsExactly("old/one.md", "archive/two.md");
    }
}
