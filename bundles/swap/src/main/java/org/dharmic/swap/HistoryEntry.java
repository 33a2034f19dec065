package org.dharmic.swap;

import java.time.Instant;
import java.util.List;

/**
 * One line of the history.
 *
 * @param id unique, ascending with time
 * @param at when it began
 * @param origin who wanted it: {@code command} or {@code deploy/<file>}
 * @param undoes id of the entry that this one took back; empty for an exchange of its own
 * @param reasons why it was refused or put back
 * @param millis how long it took in all
 * @param pauseMillis from the first service that left to the last that came, as in {@link Outcome#pause}
 */
public record HistoryEntry(
        String id,
        Instant at,
        String origin,
        Outcome.Result result,
        List<Change> changes,
        String undoes,
        List<String> reasons,
        long millis,
        long pauseMillis) {

    public HistoryEntry {
        changes = List.copyOf(changes);
        reasons = List.copyOf(reasons);
    }
}
