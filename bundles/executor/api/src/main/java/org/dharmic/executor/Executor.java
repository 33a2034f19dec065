package org.dharmic.executor;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns a prompt into text. Registered as a service with a {@code service.ranking}; the agent tries healthy ones from the
 * highest ranking down and owns fail-over and circuit breaking, so a provider neither retries on another one nor hides a
 * fault.
 *
 * <p>Called by many threads.
 */
@ConsumerType
public interface Executor {

    /** Short, stable name, for example {@code claude-cli}. */
    String name();

    /**
     * Whether a language model writes its answers. One without is a stopgap: mails wait for a model that is out for a
     * while rather than be answered by it.
     */
    default boolean hasModel() {
        return true;
    }

    /** Whether a run can succeed at all as far as is known; cheap, never starts a run. */
    ExecutorHealth health();

    /**
     * Starts a run and returns at once. The stage is completed before {@code deadline} passes, or shortly after it with
     * {@link Completion.Retry}; it completes exceptionally only for a defect of the provider. Cancelling the stage's
     * future ends the run and whatever processes belong to it.
     *
     * <p>The text that comes back is untrusted.
     */
    CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline);
}
