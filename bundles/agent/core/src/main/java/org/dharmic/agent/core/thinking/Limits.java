package org.dharmic.agent.core.thinking;

import java.time.Duration;
import org.dharmic.agent.core.answer.Redaction;

/**
 * What thinking about one question may take.
 *
 * @param executorDeadline for each executor that is asked
 * @param breakerFailures in a row, after which an executor is left alone for a while
 * @param budgetMicros millionths of a US dollar a day; 0 for no limit
 * @param answerChars of the answer
 * @param redaction of an answer that leaves the machine
 * @param waitsForModel whether a mail waits for a model that is out for a while rather than be answered without one
 */
public record Limits(
        Duration executorDeadline,
        int breakerFailures,
        long budgetMicros,
        int answerChars,
        Redaction redaction,
        boolean waitsForModel) {

    /** For all executors that are tried for one answer: two may hang and there is still time for a quick third. */
    public Duration all() {
        return executorDeadline.plus(Thinkers.GRACE).multipliedBy(2).plusSeconds(2);
    }
}
