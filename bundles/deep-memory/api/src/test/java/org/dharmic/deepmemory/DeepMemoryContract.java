package org.dharmic.deepmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every deep memory promises. A provider's test implements this interface.
 *
 * @param <M> the provider's class
 */
public interface DeepMemoryContract<M extends DeepMemory & AutoCloseable> {

    Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    /** Opens the same storage each time, without an identity file. Called again only after the one before was closed. */
    M open() throws Exception;

    @Test
    default void aFactSurvivesReopening() throws Exception {
        Fact fact;
        try (M memory = open()) {
            fact = memory.add("", "The boiler was serviced in März.", List.of("home", "boiler"));
            assertThat(fact.text()).isEqualTo("The boiler was serviced in März.");
            assertThat(fact.topics()).containsExactly("home", "boiler");
        }
        try (M memory = open()) {
            assertThat(memory.recent(10)).containsExactly(fact);
            assertThat(memory.search("boiler", 10)).containsExactly(fact);
            assertThat(memory.count()).isEqualTo(1);
        }
    }

    @Test
    default void aFactIsAddedOnceByItsKey() throws Exception {
        Fact first;
        try (M memory = open()) {
            first = memory.add("item-1/0", "one", List.of());
            assertThat(memory.add("item-1/0", "something else", List.of("x"))).isEqualTo(first);
        }
        try (M memory = open()) {
            assertThat(memory.add("item-1/0", "one", List.of())).isEqualTo(first);
            assertThat(memory.count()).isEqualTo(1);
        }
    }

    @Test
    default void aFactAndATurnMayHaveTheSameKey() throws Exception {
        try (M memory = open()) {
            memory.addTurn("item-1/0", new Turn("t1", "user", "Hello", NOON));
            memory.add("item-1/0", "one", List.of());
            assertThat(memory.count()).isEqualTo(1);
            assertThat(memory.turns("t1", 5)).hasSize(1);
        }
    }

    @Test
    default void withoutAKeyEachIsAFactOfItsOwn() throws Exception {
        try (M memory = open()) {
            assertThat(memory.add("", "same", List.of()).id())
                    .isNotEqualTo(memory.add(" ", "same", List.of()).id());
            assertThat(memory.count()).isEqualTo(2);
        }
    }

    @Test
    default void aFactIsNeitherBlankNorEndless() throws Exception {
        try (M memory = open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> memory.add("", " \n", List.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> memory.add("", "x".repeat(100_001), List.of()));
            memory.add("", "x".repeat(100_000), List.of());
            assertThat(memory.count()).isEqualTo(1);
        }
    }

    @Test
    default void theLatestFactsComeNewestFirst() throws Exception {
        try (M memory = open()) {
            for (int i = 1; i <= 4; i++) {
                memory.add("", "fact " + i, List.of());
            }
            assertThat(memory.recent(3)).extracting(Fact::text).containsExactly("fact 4", "fact 3", "fact 2");
            assertThat(memory.recent(0)).isEmpty();
        }
    }

    @Test
    default void theBestFactComesFirst() throws Exception {
        try (M memory = open()) {
            memory.add("", "The quince tree stands behind the shed and bears every second year.", List.of());
            memory.add("", "Water the tomatoes every evening in July.", List.of());
            memory.add("", "The quince jelly needs the juice of two lemons; quince sets by itself.", List.of());
            List<Fact> found = memory.search("How did we cook the quince jelly?", 5);
            assertThat(found).hasSize(2);
            assertThat(found.get(0).text()).contains("jelly");
            assertThat(memory.search("How did we cook the quince jelly?", 1)).containsExactly(found.get(0));
        }
    }

    @Test
    default void accentsAndCaseDoNotMatter() throws Exception {
        try (M memory = open()) {
            memory.add("", "Die Waschküche ist am Dienstag frei.", List.of());
            assertThat(memory.search("WASCHKUCHE", 5)).hasSize(1);
            assertThat(memory.search("waschküche", 5)).hasSize(1);
        }
    }

    @Test
    default void topicsAreFoundToo() throws Exception {
        try (M memory = open()) {
            Fact fact = memory.add("", "Two turns clockwise.", List.of("stopcock"));
            assertThat(memory.search("stopcock", 5)).containsExactly(fact);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\"",
                "'",
                "*",
                "( OR",
                "NEAR(a b",
                "a AND",
                "NOT x",
                "-boiler",
                "col:boiler",
                "\"unclosed",
                "^x + y",
                "{a b} : c",
                "; DROP TABLE x --",
                "\u0000",
                "\ud83d\ude00 \ud83d",
                "%_\\",
                "日本語 テスト"
            })
    default void noQuestionIsASyntaxError(String query) throws Exception {
        try (M memory = open()) {
            memory.add("", "The boiler.", List.of());
            assertThat(memory.search(query, 5)).isNotNull();
        }
    }

    @Test
    default void wordsThatLookLikeOperatorsAreWords() throws Exception {
        try (M memory = open()) {
            Fact fact = memory.add("", "NEAR the boiler", List.of());
            assertThat(memory.search("near", 5)).containsExactly(fact);
            assertThat(memory.search("\"boiler\" AND (nothing", 5)).containsExactly(fact);
        }
    }

    @Test
    default void aVeryLongQuestionIsAnswered() throws Exception {
        try (M memory = open()) {
            Fact fact = memory.add("", "The boiler was serviced.", List.of());
            StringBuilder mail = new StringBuilder("About the boiler: ");
            for (int i = 0; i < 20_000; i++) {
                mail.append("word").append(i).append(' ');
            }
            assertThat(memory.search(mail.toString(), 5)).containsExactly(fact);
        }
    }

    @Test
    default void whatIsAddedOrForgottenShowsInTheNextSearch() throws Exception {
        try (M memory = open()) {
            assertThat(memory.search("boiler", 5)).isEmpty();
            Fact fact = memory.add("", "The boiler.", List.of());
            assertThat(memory.search("boiler", 5)).containsExactly(fact);
            assertThat(memory.find(fact.id())).contains(fact);
            assertThat(memory.forget(fact.id())).isTrue();
            assertThat(memory.find(fact.id())).isEmpty();
            assertThat(memory.search("boiler", 5)).isEmpty();
            assertThat(memory.forget(fact.id())).isFalse();
            assertThat(memory.count()).isZero();
        }
    }

    @Test
    default void whatWasForgottenIsNotLearntAgainFromTheSameEvent() throws Exception {
        try (M memory = open()) {
            memory.forget(memory.add("item-1/0", "a secret", List.of()).id());
            memory.add("item-1/0", "a secret", List.of());
            assertThat(memory.count()).isZero();
            assertThat(memory.search("secret", 5)).isEmpty();
        }
    }

    @Test
    default void turnsOfAConversationComeOldestFirst() throws Exception {
        Turn question = new Turn("t1", "user", "How are you?", NOON);
        Turn answer = new Turn("t1", "assistant", "Well.", NOON.plusSeconds(1));
        Turn thanks = new Turn("t1", "user", "Fine.", NOON.plusSeconds(2));
        try (M memory = open()) {
            memory.addTurn("a", question);
            memory.addTurn("b", answer);
            memory.addTurn("b", answer);
            memory.addTurn("", thanks);
            memory.addTurn("c", new Turn("t2", "user", "Elsewhere", NOON));
        }
        try (M memory = open()) {
            memory.addTurn("a", question);
            assertThat(memory.turns("t1", 10)).containsExactly(question, answer, thanks);
            assertThat(memory.turns("t1", 2)).containsExactly(answer, thanks);
            assertThat(memory.turns("t3", 2)).isEmpty();
        }
    }

    @Test
    default void severalTurnsAreAddedInTheirOrderAndEachOnce() throws Exception {
        Map<String, Turn> first = new LinkedHashMap<>();
        first.put("z", new Turn("t1", "user", "How are you?", NOON));
        first.put("a", new Turn("t1", "assistant", "Well.", NOON));
        Map<String, Turn> overlapping = new LinkedHashMap<>();
        overlapping.put("a", new Turn("t1", "assistant", "Well.", NOON));
        overlapping.put("b", new Turn("t1", "user", "Fine.", NOON));
        try (M memory = open()) {
            memory.addTurns(first);
        }
        try (M memory = open()) {
            memory.addTurns(overlapping);
            assertThat(memory.turns("t1", 10)).extracting(Turn::text).containsExactly("How are you?", "Well.", "Fine.");
        }
    }

    @Test
    default void aSummaryReplacesTheSessionsEarlierOne() throws Exception {
        Summary other = new Summary("t2", "about bread", 4, NOON.plusSeconds(5));
        Summary later = new Summary("t1", "about boilers, settled", 12, NOON.plusSeconds(10));
        try (M memory = open()) {
            memory.addSummary(new Summary("t1", "about boilers", 6, NOON));
            memory.addSummary(other);
            memory.addSummary(later);
        }
        try (M memory = open()) {
            assertThat(memory.summaries(10)).containsExactly(later, other);
            assertThat(memory.summaries(1)).containsExactly(later);
        }
    }

    @Test
    default void withoutAnIdentityFileThereIsNoIdentity() throws Exception {
        try (M memory = open()) {
            assertThat(memory.identity()).isEmpty();
        }
    }

    @Test
    default void manyMayAddAndSearchAtOnce() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(4);
        try (M memory = open()) {
            Callable<Void> work = () -> {
                for (int i = 0; i < 20; i++) {
                    Fact fact = memory.add("", "shared word number " + i, List.of());
                    assertThat(memory.search("shared", 200)).contains(fact);
                }
                return null;
            };
            for (var each : many.invokeAll(List.of(work, work, work, work), 60, TimeUnit.SECONDS)) {
                each.get();
            }
            assertThat(memory.count()).isEqualTo(80);
        } finally {
            many.shutdown();
        }
    }
}
