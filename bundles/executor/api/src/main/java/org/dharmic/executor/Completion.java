package org.dharmic.executor;

import java.time.Duration;
import java.util.Objects;

/** How a run ended. */
public sealed interface Completion {

    /**
     * There is an answer.
     *
     * @param text Markdown, not blank, untrusted
     * @param model the model that wrote it, empty without a model
     * @param usage tokens
     * @param costMicros cost in millionths of a US dollar, 0 when unknown or none
     */
    record Done(String text, String model, Usage usage, long costMicros) implements Completion {
        public Done {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(usage, "usage");
            if (text.isBlank()) {
                throw new IllegalArgumentException("text must not be blank: an empty answer is a Retry or Rejected");
            }
        }
    }

    /**
     * No answer now; another executor or a later try may have one.
     *
     * @param after how long to leave this executor alone
     * @param why one line, without content of the prompt
     * @param cause what kind of matter it is
     */
    record Retry(Duration after, String why, Cause cause) implements Completion {

        /** Decides whether somebody waits for this executor or turns to a lesser one. */
        public enum Cause {
            /** Something is broken or missing; when it will be mended nobody knows. */
            FAULT,
            /** The executor is in order and has no room at present: a rate limit, an overload. Worth waiting for. */
            BUSY,
            /** The run did not end in time, which may lie in the prompt. */
            LATE
        }

        public Retry {
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(cause, "cause");
        }

        /** A fault. */
        public Retry(Duration after, String why) {
            this(after, why, Cause.FAULT);
        }
    }

    /**
     * This executor will never answer this prompt.
     *
     * @param why one line, without content of the prompt
     */
    record Rejected(String why) implements Completion {
        public Rejected {
            Objects.requireNonNull(why, "why");
        }
    }

    /** Tokens in and out, 0 without a model. */
    record Usage(long inputTokens, long outputTokens) {
        public static final Usage NONE = new Usage(0, 0);
    }
}
