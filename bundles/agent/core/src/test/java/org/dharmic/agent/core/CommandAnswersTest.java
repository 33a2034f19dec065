package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dharmic.agent.Answer;
import org.dharmic.context.Inquiry;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What commands answer, and to whom. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandAnswersTest extends AgentFixture {

    @BeforeEach
    void start() {
        startAlone(Fakes.settings(3), Duration.ZERO);
    }

    @Test
    void aLimitedScopeReadsOnlyWhatItFinds() {
        vault.notes.put("family/open.md", "words of open.md");
        vault.notes.put("closed.md", "words of closed.md");
        agent.bindVault(vault, Map.of());
        agent.bindVaultIndex(vault, Map.of());

        assertThat(read("family", "family/open.md")).contains("> words of open.md");
        assertThat(read("family", "closed.md")).isEqualTo("There is no note `closed.md` among those you may see.");
        assertThat(read("family", "missing.md"))
                .isEqualTo("There is no note `missing.md` among those you may see.")
                .doesNotContain("closed");
        assertThat(read("all", "closed.md")).contains("> words of closed.md");
        assertThat(read("all", "missing.md")).contains("near it are", "closed.md");
    }

    private String read(String scope, String path) {
        Inquiry inquiry = new Inquiry("q", "console", "owner", scope, "t", "", "/read " + path, Instant.EPOCH);
        return agent.ask(inquiry).toCompletableFuture().join().markdown();
    }

    @Test
    void searchQuotesWhatItFinds() {
        vault.notes.put("open.md", "words of open.md");
        agent.bindVaultIndex(vault, Map.of());

        assertThat(ask("q", "/search  the words").markdown())
                .contains("1 of 1 notes for `the words`", "**open.md**, `open.md#L1-L1`", "> words of open.md");
        assertThat(ask("q", "/telos").markdown())
                .isEqualTo("Sorry, the telos is temporarily unavailable. Please ask again in a moment.");
        assertThat(ask("q", "/dance now").markdown())
                .startsWith("I do not know the command `/dance`.")
                .contains("/remember text");
    }

    @Test
    void rememberNeedsTheRightToWrite() {
        agent.bindJournal(journal);
        journal.admit("m1", "ask", "t1", "", "/remember The key is blue.");
        journal.admit("m2", "write", "t2", "", "/remember The key is red.\nIt is old.\n\nBest, Ida");
        wake();

        assertThat(awaitStage("m1", Stage.ANSWERED).answered().orElseThrow().markdown())
                .startsWith("Sorry, I may not keep facts");
        assertThat(awaitStage("m2", Stage.ANSWERED).answered().orElseThrow().executor())
                .isEqualTo("command");
        await().untilAsserted(() -> assertThat(memories.facts).containsOnlyKeys("m2/0"));
        assertThat(memories.facts.get("m2/0").text()).isEqualTo("The key is red.\nIt is old.");
    }

    @Test
    void whyExplainsThePreviousAnswerOfTheThread() {
        think(Fakes.Thinker.saying("clever", "It is blue."), 1);
        agent.bindJournal(journal);
        journal.admit("m1", "ask", "t1", "", "Which colour?");
        wake();
        awaitStage("m1", Stage.ANSWERED);
        journal.admit("m2", "ask", "t1", "", "/why");
        journal.admit("m3", "ask", "another", "", "/why");

        assertThat(awaitStage("m2", Stage.ANSWERED).answered().orElseThrow().markdown())
                .contains("written by **clever**");
        assertThat(awaitStage("m3", Stage.ANSWERED).answered().orElseThrow().markdown())
                .startsWith("There is no earlier answer");
        ask("q1", "Which colour?");
        assertThat(ask("q2", "/why").markdown()).contains("written by **clever**");
    }

    @Test
    void statusAnswersWithoutTheOthers() {
        Answer answer = ask("q1", "/status");

        assertThat(answer.markdown())
                .contains(
                        "- agent: at work",
                        "- journal: temporarily unavailable",
                        "- vault index: temporarily unavailable");
        assertThat(agent.execute().getStatus()).hasToString("TEMPORARILY_UNAVAILABLE");
    }
}
