package org.dharmic.swap;

import java.time.Duration;
import java.util.List;

/**
 * How an exchange ended.
 *
 * @param result what is running now
 * @param id of the entry in the history; empty when nothing was tried
 * @param plan what it set out to do
 * @param reasons why it was refused or put back; empty when it was kept
 * @param pause from the stop of the first old revision to the last new service, as far as the framework shows
 */
public record Outcome(Result result, String id, Plan plan, List<String> reasons, Duration pause) {

    /** What is running now. */
    public enum Result {
        /** The new revisions, for good. */
        KEPT,
        /** The old ones, as before; the new ones take over with the next start. */
        AT_RESTART,
        /** The old ones; they were never touched. */
        REFUSED,
        /** The old ones; the new ones ran, or tried to, and were put back. */
        PUT_BACK,
        /** Neither wholly: putting back failed too. A restart leads to what the start list says. */
        BROKEN
    }

    public Outcome {
        reasons = List.copyOf(reasons);
    }
}
