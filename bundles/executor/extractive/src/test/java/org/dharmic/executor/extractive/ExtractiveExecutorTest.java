package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Trust;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorContract;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.junit.jupiter.api.Test;

class ExtractiveExecutorTest implements ExecutorContract {

    private final ExtractiveExecutor executor =
            new ExtractiveExecutor(new ExtractiveSettings(4, 1200, 5), Clock.systemUTC());

    @Override
    public Executor answering() {
        return executor;
    }

    @Test
    void answersAtOnceAndCostsNothing() {
        ContextBlock block = new ContextBlock("vault", "a.md#L1-L1", "A", "The answer is a plum.", 1, Trust.DOCUMENT);
        Prompt prompt = new Prompt("1", "", "", "What is the answer?", List.of(block));

        Completion completion = executor.run(prompt, Lane.INTERACTIVE, Deadline.in(Duration.ofSeconds(1)))
                .toCompletableFuture()
                .join();

        assertThat(completion).isInstanceOfSatisfying(Completion.Done.class, done -> {
            assertThat(done.text()).contains("> The answer is a plum.");
            assertThat(done.model()).isEmpty();
            assertThat(done.costMicros()).isZero();
        });
        assertThat(executor.health().usable()).isTrue();
        assertThat(executor.execute().isOk()).isTrue();
    }

    @Test
    void anAnswerIsNeverBlank() {
        Completion completion = executor.run(
                        new Prompt("1", "", "", "", List.of()), Lane.BACKGROUND, Deadline.in(Duration.ofSeconds(1)))
                .toCompletableFuture()
                .join();

        assertThat(completion).isInstanceOf(Completion.Done.class);
    }

    @Test
    void refusesASettingThatIsOutOfRange() {
        assertThatThrownBy(() -> new ExtractiveSettings(0, 1200, 5))
                .hasMessage("quotes.max must be 1 to 10, was 0 (etc/org.dharmic.executor.extractive.cfg)");
    }
}
