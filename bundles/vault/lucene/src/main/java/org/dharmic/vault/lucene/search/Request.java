package org.dharmic.vault.lucene.search;

import java.time.Instant;
import java.util.List;
import org.dharmic.vault.lucene.query.Clause;

/**
 * What is asked.
 *
 * @param text the whole query as it was typed; empty when it is none that a person typed
 * @param under folders to stay below; empty for no limit
 * @param perFile passages of one file at most
 * @param alike whether words that are alike may stand in for unknown ones
 * @param deadline a value of {@link System#nanoTime()}
 */
public record Request(
        String text,
        List<Clause> clauses,
        List<String> under,
        int offset,
        int limit,
        int perFile,
        boolean alike,
        Prior prior,
        long deadline,
        Instant now) {
    Request withHalf() {
        return new Request(
                text,
                clauses.subList(0, clauses.size() / 2),
                under,
                offset,
                limit,
                perFile,
                alike,
                prior,
                deadline,
                now);
    }
}
