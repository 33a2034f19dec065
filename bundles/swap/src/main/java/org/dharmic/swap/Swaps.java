package org.dharmic.swap;

import java.util.List;

/**
 * Exchanges bundles while the platform runs. Each exchange is wanted as a whole and happens as a whole: afterwards, and after
 * a kill at any moment and the next start, every bundle of the set is the new revision, or every one is the old.
 *
 * <p>One exchange at a time; a second caller waits for the first. Calls block until the outcome is known: at most the drain of
 * each bundle of the set and the time to verify it, twice when it has to be put back. An exchange that is not possible is no
 * exception but an {@link Outcome} with the reasons.
 *
 * <p>Safe for many threads. Nothing of it depends on the thread's context class loader.
 */
public interface Swaps {

    /** What {@link #carryOut} would do with this request now, without touching anything. */
    Plan plan(Request request);

    /** Checks, then exchanges, verifies, and either keeps the result for good or puts everything back. */
    Outcome carryOut(Request request);

    /**
     * Goes back to what ran before the latest kept exchange of this bundle; the whole set of that exchange goes back with it,
     * and so do the configuration files its bundles had then.
     *
     * @param symbolicName or artifact id of the bundle
     * @param keepConfiguration leave the configuration files as they are now
     * @param origin who wants it, for the history: {@code command} or {@code deploy/<file>}
     */
    Outcome rollback(String symbolicName, boolean keepConfiguration, String origin);

    /** Every exchange that was tried, oldest first, at most the latest {@code limit}. */
    List<HistoryEntry> history(int limit);

    /** What runs, against what the start list says. */
    Overview overview();
}
