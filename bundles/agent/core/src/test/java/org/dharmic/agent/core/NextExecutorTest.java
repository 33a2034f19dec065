package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dharmic.agent.Answer;
import org.dharmic.agent.core.thinking.Thinkers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who answers when an executor fails, hangs, leaves or is still on its way. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NextExecutorTest extends AgentFixture {

    @BeforeEach
    void start() {
        startAlone(Fakes.settings(3), Duration.ZERO);
    }

    @Test
    void goesToTheNextExecutorAndSaysSo() {
        Fakes.Thinker broken =
                new Fakes.Thinker("broken", prompt -> Fakes.retry(Duration.ofMinutes(5), "out of order"));
        Fakes.Thinker ill = Fakes.Thinker.saying("ill", "never");
        ill.usable = false;
        think(broken, 100);
        think(ill, 50);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        Answer first = ask("q1", "Well?");
        Answer second = ask("q2", "Well?");

        assertThat(first.markdown()).isEqualTo("plain words");
        assertThat(first.receipt().attempts()).containsExactly("broken: out of order", "ill: ill");
        assertThat(second.receipt().attempts().get(0)).contains("left alone");
        assertThat(broken.asked).hasSize(1);
        assertThat(agent.status().executors())
                .extracting(line -> line.name() + " " + line.usable())
                .containsExactly("broken false", "ill false", "plain true");
    }

    @Test
    void oneThatHangsIsCancelledAndTheNextAnswers() {
        Fakes.Hanging hanging = new Fakes.Hanging();
        think(hanging, 100);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        Answer answer = ask("q1", "Well?");

        assertThat(answer.receipt().executor()).isEqualTo("plain");
        assertThat(hanging.run).isCancelled();
    }

    @Test
    void anUpgradeOfTheExecutorIsWaitedFor() {
        Fakes.Thinker before = Fakes.Thinker.saying("clever", "old");
        think(before, 100);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);
        agent.unbindExecutor(before);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();

        think(Fakes.Thinker.saying("clever", "new"), 100);

        assertThat(answer.join().markdown()).isEqualTo("new");
    }

    @Test
    void atAStartAnExecutorThatIsStillOnItsWayIsWaitedFor() {
        startAlone(Fakes.settings(3), Thinkers.RETURN);
        Fakes.Thinker ill = Fakes.Thinker.saying("ill", "never");
        ill.usable = false;
        think(ill, 100);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();

        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        assertThat(answer.join().markdown()).isEqualTo("plain words");
    }
}
