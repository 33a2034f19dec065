package org.dharmic.deepmemory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryContextTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    Path folder;

    private SqliteDeepMemory memory;
    private MemoryContext context;

    @BeforeEach
    void fill() throws Exception {
        Path identity = folder.resolve("identity_core.json");
        Files.writeString(identity, """
                {"name":"Ananda","core_traits":["calm"],"development_milestones":["m1","m2","m3","m4","m5","m6"]}
                """);
        memory = new SqliteDeepMemory(folder.resolve("deep-memory.db"), identity);
        context = new MemoryContext(memory);
        memory.add("", "The boiler was serviced in March by Tomasz.", List.of());
        for (int i = 0; i < 5; i++) {
            memory.add("", "Unrelated fact number " + i, List.of());
        }
        memory.addTurn("", new Turn("t1", "user", "Is the boiler loud?", NOON));
        memory.addTurn("", new Turn("t1", "assistant", "Yes, since Monday.", NOON));
        memory.addTurn("", new Turn("t2", "user", "Something private elsewhere", NOON));
        memory.addSummary(new Summary("t0", "We spoke about bread.", 5, NOON));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private static Inquiry inquiry(String scope) {
        return new Inquiry("i", "mail", "a@x", scope, "t1", "The boiler", "Who serviced the boiler?", NOON);
    }

    @Test
    void itGivesIdentityThreadFactsAndSummaries() {
        List<ContextBlock> blocks = context.contribute(inquiry("all"), 8_000);
        assertThat(blocks).extracting(ContextBlock::source).containsOnly("deep-memory");
        ContextBlock identity = blocks.get(0);
        assertThat(identity.trust()).isEqualTo(Trust.ORIENTATION);
        assertThat(identity.text()).contains("Ananda", "calm", "m2", "m6").doesNotContain("m1");
        assertThat(blocks.get(1).locator()).isEqualTo("thread");
        assertThat(blocks.get(1).text())
                .contains("since Monday", "Is the boiler loud?")
                .doesNotContain("elsewhere");
        assertThat(blocks.get(2).text()).contains("Tomasz");
        assertThat(blocks.get(2).score()).isPositive();
        assertThat(blocks).extracting(ContextBlock::text).anyMatch(text -> text.contains("Unrelated fact number 4"));
        assertThat(blocks.get(blocks.size() - 1).text()).contains("bread");
        assertThat(blocks.subList(1, blocks.size()))
                .extracting(ContextBlock::trust)
                .containsOnly(Trust.MEMORY);
    }

    @Test
    void whoMaySeePartOfTheVaultOnlyGetsNoFactsOfTheOwner() {
        List<ContextBlock> blocks = context.contribute(inquiry("garden"), 8_000);
        assertThat(blocks).extracting(ContextBlock::locator).containsExactly("identity", "thread");
        assertThat(blocks.get(0).text()).doesNotContain("m6");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 40, 100, 333, 1_000})
    void togetherTheBlocksFitTheBudget(int maxChars) {
        memory.add("", "boiler ".repeat(2_000), List.of());
        memory.addTurn("", new Turn("t1", "user", "\ud83d\ude00".repeat(3_000), NOON));
        assertThat(context.contribute(inquiry("all"), maxChars).stream()
                        .mapToInt(block -> block.text().length())
                        .sum())
                .isLessThanOrEqualTo(maxChars);
    }
}
