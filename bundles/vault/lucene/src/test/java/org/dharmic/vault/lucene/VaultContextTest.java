package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.junit.jupiter.api.Test;

/** That a prompt gets passages of several notes, and what belongs together in one piece. */
class VaultContextTest extends VaultScene {

    @Test
    void noFileTakesAllThePlacesAndWhatStandsTogetherIsOnePassage() {
        StringBuilder book = new StringBuilder("# Beekeeping\n\nOn the hive.\n");
        for (int i = 1; i <= 12; i++) {
            book.append("\n## Chapter ").append(i).append("\n\n");
            book.append(i % 3 == 0 ? "The queen of the hive and the swarm.\n" : "On wax and wood.\n");
        }
        room.file("bees/book.md", book.toString())
                .file("bees/diary.md", "# Diary\n\nThe swarm left the hive with its queen.\n")
                .file("bees/letter.md", "# Letter\n\nDear queen of the swarm, your hive is ready.\n")
                .file("private/secret.md", "# Secret\n\nThe queen, the swarm and the hive.\n")
                .with("scopes", "bees=bees")
                .ready();
        VaultContext context = new VaultContext(room.room, TestRoom.config(Map.of()));

        List<ContextBlock> blocks = context.contribute(inquiry("", "queen, hive and swarm", "bees"), 4_000);
        Map<String, Long> perFile = blocks.stream()
                .collect(Collectors.groupingBy(
                        block -> block.locator().substring(0, block.locator().indexOf('#')), Collectors.counting()));
        assertThat(perFile)
                .containsOnlyKeys("bees/book.md", "bees/diary.md", "bees/letter.md")
                .allSatisfy((file, count) -> assertThat(count).isLessThanOrEqualTo(4));
        assertThat(blocks).allSatisfy(block -> {
            assertThat(block.trust()).isEqualTo(Trust.DOCUMENT);
            assertThat(block.score()).isPositive();
            assertThat(room.room.read(block.locator()).text()).isEqualTo(block.text());
        });
        assertThat(blocks.stream().mapToInt(block -> block.text().length()).sum())
                .isLessThanOrEqualTo(4_000);
    }

    @Test
    void whatIsNotFoundOfTheBestNoteComesInOnePieceWhereItStandsTogether() {
        room.file(
                        "stove.md",
                        "# Stove\n\nIt is green.\n\n## Door\n\nThe door sticks.\n\n## Ash\n\nEvery day.\n\n"
                                + "## Wood\n\nBeech.\n")
                .ready();
        VaultContext context = new VaultContext(room.room, TestRoom.config(Map.of()));

        assertThat(context.contribute(inquiry("", "Which door sticks?", "all"), 4_000))
                .extracting(block -> block.locator() + " " + block.title())
                .containsExactly("stove.md#L5-L7 Stove › Door", "stove.md#L1-L3 Stove", "stove.md#L9-L15 Stove");
        assertThat(context.contribute(inquiry("", "Which door sticks?", "all"), 60))
                .hasSize(2);
    }

    private static Inquiry inquiry(String subject, String text, String scope) {
        return new Inquiry("1", "mail", "a@example.org", scope, "t", subject, text, Instant.EPOCH);
    }
}
