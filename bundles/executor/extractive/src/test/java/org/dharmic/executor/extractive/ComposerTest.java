package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Trust;
import org.junit.jupiter.api.Test;

class ComposerTest {

    private static final String FILTER = """
            ---
            title: Water filter
            tags: [home, kitchen]
            ---

            # Water filter under the sink

            ## Cartridge

            The cartridge is changed every 6 months. Type: **AB-12** (carbon block).

            - last changed: 2026-03-14
            - next due: 2026-09-14

            ## Changing it

            1. Put the basin under the housing.
            2. Loosen the housing with the plastic key.
            3. Insert the new cartridge.

            ## History

            | Date | Done by |
            |---|---|
            | 2024-09-14 | Mira |
            | 2025-03-16 | Jon |
            """;

    private static final String BREAD =
            "# Sourdough\n\nFeed the starter every Saturday. It needs flour and warm water.\n";

    private final Composer composer = new Composer(new ExtractiveSettings(4, 1200, 5));

    private static ContextBlock note(String path, String text, double score) {
        int lines = Units.lines(text).size();
        return new ContextBlock("vault", path + "#L1-L" + lines, "", text, score, Trust.DOCUMENT);
    }

    private static ContextBlock memory(String text) {
        return new ContextBlock("deep-memory", "", "Earlier turns", text, 0, Trust.MEMORY);
    }

    private String ask(String question, ContextBlock... blocks) {
        return composer.answer(question, List.of(blocks));
    }

    @Test
    void quotesTheLinesThatAnswerAndNamesJustThose() {
        String answer =
                ask("When is the cartridge next due?", note("home/filter.md", FILTER, 2), note("bread.md", BREAD, 1));

        assertThat(answer).contains("> - next due: 2026-09-14\n").contains("`home/filter.md#L12-L13`");
        assertThat(answer).doesNotContain("Saturday");
    }

    @Test
    void saysThatNoModelWroteIt() {
        assertThat(ask("When is the cartridge due?", note("f.md", FILTER, 1)).strip())
                .endsWith(Composer.CLOSING)
                .contains("without a language model");
        assertThat(ask("Who won the chess tournament in Samarkand?", note("f.md", FILTER, 1)))
                .contains("without a language model");
    }

    @Test
    void saysHonestlyThatNothingFits() {
        assertThat(ask("Who won the chess tournament in Samarkand?", note("f.md", FILTER, 1)))
                .startsWith("I found nothing in the notes that answers this question.")
                .doesNotContain("\n>");
        assertThat(ask("Where is my hat?")).startsWith("I found no notes for this question");
        assertThat(ask("???", note("f.md", FILTER, 1))).startsWith("I found nothing");
        assertThat(ask("", note("f.md", FILTER, 1))).startsWith("I found nothing");
    }

    @Test
    void saysThatWhatItQuotesMayNotBeTheAnswer() {
        assertThat(ask("Does the cartridge fit the printer?", note("f.md", FILTER, 1)))
                .startsWith("The notes do not seem to answer this directly.");
    }

    @Test
    void neverQuotesOrientation() {
        ContextBlock orientation = new ContextBlock(
                "telos",
                "telos.yaml",
                "Telos",
                "The cartridge of attention is changed every day.",
                1,
                Trust.ORIENTATION);

        assertThat(ask("When is the cartridge changed?", orientation, note("f.md", FILTER, 1)))
                .doesNotContain("attention")
                .doesNotContain("telos");
        assertThat(ask("When is the cartridge changed?", orientation)).startsWith("I found no notes");
    }

    @Test
    void quotesATableRowUnderItsHead() {
        assertThat(ask("What was done by Jon?", note("f.md", FILTER, 1)))
                .contains("> | Date | Done by |\n> |---|---|\n> | 2025-03-16 | Jon |\n")
                .contains("`f.md#L26-L26`");
    }

    @Test
    void givesAllStepsWhenAskedHow() {
        assertThat(ask("How do I change the cartridge of the filter?", note("f.md", FILTER, 1)))
                .contains(
                        "> 1. Put the basin under the housing.\n> 2. Loosen the housing with the plastic key.\n> 3. Insert")
                .contains("`f.md#L17-L19`");
    }

    @Test
    void neverQuotesFrontMatterButKnowsWhatItSays() {
        String answer = ask("Which type of water filter cartridge is it?", note("f.md", FILTER, 1));

        assertThat(answer).contains("AB-12").doesNotContain("tags:");
    }

    @Test
    void citesTheWholePlaceWhenTheTextIsNotJustItsLines() {
        ContextBlock snippet = new ContextBlock(
                "vault", "f.md#L10-L40", "Filter", "The cartridge is changed in March.", 1, Trust.DOCUMENT);

        assertThat(ask("When is the cartridge changed?", snippet)).contains("`f.md#L10-L40`");
    }

    @Test
    void theConversationDecidesBetweenEquals() {
        ContextBlock boiler = note("boiler.md", "# Boiler\n\nThe next service is due in October.\n", 1);
        ContextBlock bike = note("bike.md", "# Bicycle\n\nThe next service is due in April.\n", 1);

        assertThat(ask("And when is the next service due?", bike, boiler, memory("user: Tell me about the boiler")))
                .contains("From the notes:\n\n> The next service is due in October.");
        assertThat(ask("And when is the next service due?", boiler, bike, memory("Subject: the bicycle")))
                .contains("From the notes:\n\n> The next service is due in April.");
    }

    @Test
    void theConversationDoesNotDecideAgainstTheQuestion() {
        ContextBlock boiler = note("boiler.md", "# Boiler\n\nThe next service is due in October.\n", 1);

        assertThat(ask(
                        "When do I feed the starter?",
                        boiler,
                        note("bread.md", BREAD, 1),
                        memory("boiler service october")))
                .contains("> Feed the starter every Saturday.")
                .doesNotContain("October");
    }

    @Test
    void neverQuotesWhatWasSaidBefore() {
        ContextBlock received = new ContextBlock(
                "strange-memory", "observations", "", "Received: When is the boiler due?", 0, Trust.MEMORY);

        assertThat(ask("When is the boiler due?", received, memory("user: When is the boiler due?")))
                .startsWith("I found no notes");
    }

    @Test
    void quotesAKeptFact() {
        ContextBlock fact = new ContextBlock(
                "deep-memory", "fact/17", "", "The spare key hangs behind the pantry door.", 1, Trust.MEMORY);

        assertThat(ask("Where is the spare key?", fact))
                .contains("> The spare key hangs behind the pantry door.")
                .contains("`fact/17`");
    }

    @Test
    void markdownOfTheNotesStaysInsideItsQuote() {
        ContextBlock odd = new ContextBlock(
                "vault",
                "a`b.md#L1-L3",
                "Title *with* [marks](x)",
                "```sh\nrestart the gizmo --now\n```\n",
                1,
                Trust.DOCUMENT);

        assertThat(ask("How is the gizmo restarted with restart now?", odd))
                .contains("> ```\n> restart the gizmo --now\n> ```\n")
                .contains("— Title with marks(x), ``a`b.md#L2-L2``");
    }

    @Test
    void removesControlCharactersAndCutsLongQuotes() {
        String text = "The gizmo\u0007 is \u202Elong " + "word ".repeat(500) + "end.";

        String answer = ask("What is the gizmo?", note("g.md", text, 1));

        assertThat(answer)
                .contains("> The gizmo is long word")
                .contains("word …\n")
                .doesNotContain("\u0007");
        assertThat(answer.length()).isLessThan(1_600);
    }

    @Test
    void namesFurtherSourcesOnce() {
        ContextBlock one = note("one.md", "# Keys\n\nThe cellar key hangs in the hall beside the clock.\n", 3);
        ContextBlock two = note("two.md", "# Keys\n\nJon has a cellar key, as of last year anyway.\n", 2);

        String answer =
                new Composer(new ExtractiveSettings(1, 1200, 5)).answer("Where is the cellar key?", List.of(one, two));

        assertThat(answer).contains("Further sources: `two.md#L1-L3`\n").doesNotContain("one.md#L1-L3");
    }

    @Test
    void sentencesThatFollowEachOtherAreOneQuote() {
        assertThat(ask("When do I feed the starter and what does it need?", note("bread.md", BREAD, 1)))
                .contains(
                        "> Feed the starter every Saturday. It needs flour and warm water.\n\n— Sourdough, `bread.md#L3-L3`");
    }
}
