package org.dharmic.executor.proverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProverbExecutorTest {

    private final ProverbExecutor executor =
            new ProverbExecutor(new Proverb("Slow and steady.", 3, Duration.ofSeconds(2)));

    @AfterEach
    void leave() {
        executor.deactivate();
    }

    private Completion ask(String question, Duration limit) throws Exception {
        Prompt prompt = new Prompt("1", "Be kind.", question, question, List.of());
        return executor.run(prompt, Lane.INTERACTIVE, Deadline.in(limit))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersWithTheSentenceAndTheFirstWords() throws Exception {
        assertThat(ask("When is the water filter due?", Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(Completion.Done.class, done -> assertThat(done.text())
                        .isEqualTo("Slow and steady.\n\nYou asked: When is the"));
    }

    @Test
    void withoutTimeItSaysThatAnotherTryMayHaveAnAnswer() throws Exception {
        assertThat(ask("When?", Duration.ZERO)).isInstanceOf(Completion.Retry.class);
    }

    @Test
    void whoeverAsksWhileItLeavesIsSentOn() throws Exception {
        executor.deactivate();

        assertThat(ask("When?", Duration.ofSeconds(5))).isInstanceOf(Completion.Retry.class);
    }

    @Test
    void aSettingOutOfRangeIsRefusedWithKeyValueAndFile() {
        assertThatThrownBy(() -> new Proverb("Slow.", 0, Duration.ZERO))
                .hasMessage("words.max must be 1 to 50, was 0 (etc/org.dharmic.executor.proverb.cfg)");
    }

    @Test
    void itsHealthSaysWhatItIs() {
        assertThat(executor.execute().isOk()).isTrue();
        assertThat(executor.health().usable()).isTrue();
    }
}
