package org.dharmic.context;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an answer was made of: enough for a person to see why it says what it says.
 *
 * @param at when the answer was ready
 * @param executor name of the executor that answered, {@code command} for a command answered without one
 * @param model the model it reports, empty without a model
 * @param contributions what each contributor gave, in the order of their names
 * @param citations locators of the blocks that stood in the prompt, in prompt order
 * @param attempts executors tried before and what they said, oldest first
 * @param contextTook time to gather the context
 * @param executorTook time of the executor that answered
 * @param costMicros cost in millionths of a US dollar as reported by the executor, 0 when none
 */
public record Receipt(
        Instant at,
        String executor,
        String model,
        List<Contribution> contributions,
        List<String> citations,
        List<String> attempts,
        Duration contextTook,
        Duration executorTook,
        long costMicros) {

    /** How a contributor fared. */
    public enum Outcome {
        GIVEN,
        NOTHING,
        LATE,
        FAILED
    }

    /**
     * One contributor's part.
     *
     * @param blocks how many of its blocks stand in the prompt
     * @param chars their size in characters
     * @param took time until it answered, or until it was given up
     * @param note the reason when it failed, otherwise empty
     */
    public record Contribution(String name, Outcome outcome, int blocks, int chars, Duration took, String note) {
        public Contribution {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(note, "note");
        }
    }

    public Receipt {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(model, "model");
        contributions = List.copyOf(contributions);
        citations = List.copyOf(citations);
        attempts = List.copyOf(attempts);
        Objects.requireNonNull(contextTook, "contextTook");
        Objects.requireNonNull(executorTook, "executorTook");
    }
}
