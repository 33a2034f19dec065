package org.dharmic.agent.core.thinking;

import java.time.Duration;
import java.util.List;

/** How thinking ended. */
public sealed interface Thinking {

    /** What was tried before and why it did not work. */
    List<String> attempts();

    record Thought(String text, String executor, String model, Duration took, long costMicros, List<String> attempts)
            implements Thinking {}

    /**
     * Nobody could answer at the moment.
     *
     * @param after when somebody may be able to
     * @param late whether it was tried and took too long, which may lie in the question
     */
    record NotNow(Duration after, boolean late, List<String> attempts) implements Thinking {}

    /** Everybody who was asked will never answer this. */
    record Never(List<String> attempts) implements Thinking {}
}
