package org.dharmic.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Trust;
import org.junit.jupiter.api.Test;

/** What every executor promises. Its tests implement this with an executor that can answer. */
public interface ExecutorContract {

    /** An executor that answers every prompt within a few seconds. */
    Executor answering() throws Exception;

    private static Prompt prompt(int number) {
        ContextBlock block =
                new ContextBlock("vault", "pump.md#L1-L1", "Pump", "The pump is green.", 1, Trust.DOCUMENT);
        return new Prompt(
                "item-" + number, "Be kind.", "What colour is the pump?", "What colour is the pump?", List.of(block));
    }

    private static CompletableFuture<Completion> run(Executor executor, int number, Duration limit) {
        return executor.run(prompt(number), Lane.INTERACTIVE, Deadline.in(limit))
                .toCompletableFuture();
    }

    @Test
    default void itsNameIsShortAndStable() throws Exception {
        Executor executor = answering();

        assertThat(executor.name()).matches("[a-z][a-z0-9-]{1,39}").isEqualTo(executor.name());
    }

    @Test
    default void itsHealthSaysWhatItIs() throws Exception {
        Executor executor = answering();

        assertThat(executor.health().usable()).isTrue();
        assertThat(executor.health().reason()).isNotBlank().doesNotContain("\n");
    }

    @Test
    default void anAnswerHasAText() throws Exception {
        Completion completion = run(answering(), 1, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);

        assertThat(completion).isInstanceOfSatisfying(Completion.Done.class, done -> {
            assertThat(done.text()).isNotBlank();
            assertThat(done.costMicros()).isNotNegative();
        });
    }

    @Test
    default void aDeadlineThatIsOverEndsTheRunSoonAndWithoutAFault() throws Exception {
        assertThat(run(answering(), 1, Duration.ZERO).get(3, TimeUnit.SECONDS))
                .isNotInstanceOf(Completion.Rejected.class);
    }

    @Test
    default void severalAtOnceAllEnd() throws Exception {
        Executor executor = answering();

        List<CompletableFuture<Completion>> runs = IntStream.range(0, 6)
                .mapToObj(number -> run(executor, number, Duration.ofSeconds(20)))
                .toList();

        for (CompletableFuture<Completion> each : runs) {
            assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(Completion.Done.class);
        }
    }

    @Test
    default void cancellingIsHarmless() throws Exception {
        Executor executor = answering();

        run(executor, 1, Duration.ofSeconds(20)).cancel(true);

        assertThat(run(executor, 2, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS))
                .isInstanceOf(Completion.Done.class);
    }
}
