package org.dharmic.journal.sqlite.upkeep;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dharmic.journal.JournalException;
import org.dharmic.support.Threads;
import org.dharmic.support.sqlite.Late;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's own thread: opens it while the component is already active, then looks after it now and once a day:
 * sweeps the spool, reads through the database, gives up what is too old.
 */
public final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    /** The start of the platform has other things to read from the disk. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofDays(1);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("journal-keeper"));
    private final Late<? extends Kept> journal;
    private final Supplier<Duration> keep;
    private final Clock clock;
    private volatile boolean leaving;

    /** @param keep age at which finished items give up their texts, zero for never */
    public Keeper(Late<? extends Kept> journal, Supplier<Duration> keep, Clock clock) {
        this.journal = journal;
        this.keep = keep;
        this.clock = clock;
    }

    public void start() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(this::open);
        thread.scheduleWithFixedDelay(this::look, FIRST.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void open() {
        try {
            LOG.debug("Journal {} is open", journal.get().file());
        } catch (Late.NotOpen e) {
            LOG.error("No mail is taken in or answered: {}", e.getMessage(), e);
        }
    }

    /** Catches everything: an exception would end the schedule. */
    private void look() {
        try {
            lookAfter(journal.get());
        } catch (Late.NotOpen e) {
            LOG.error("No mail is taken in or answered: {}", e.getMessage());
        } catch (IOException | RuntimeException e) {
            if (!leaving) {
                LOG.warn("Looking after the journal failed and is tried again tomorrow: {}", e.getMessage(), e);
            }
        }
    }

    private void lookAfter(Kept open) throws IOException {
        int swept = open.sweep();
        String damage = leaving ? "" : open.check();
        if (!damage.isEmpty()) {
            LOG.error("No mail is taken in or answered: {}", damage);
            return;
        }
        int thinned = thin(open);
        if (swept + thinned > 0) {
            LOG.info("Swept {} spool files without an item, gave up the texts of {} old items", swept, thinned);
        }
    }

    private int thin(Kept open) throws IOException {
        int sum = 0;
        while (!leaving && !keep.get().isZero()) {
            int thinned;
            try {
                thinned = open.thin(clock.instant().minus(keep.get()));
            } catch (JournalException e) {
                LOG.warn("Old items keep their texts until tomorrow: {}", e.getMessage());
                return sum;
            }
            if (thinned == 0) {
                return sum;
            }
            sum += thinned;
        }
        return sum;
    }

    /** Ends what is running at its next statement; the thread is asked and not interrupted, it may be writing. */
    @Override
    public void close() {
        leaving = true;
        thread.shutdown();
        journal.now().ifPresent(Kept::endChecks);
    }

    /** Waits until the thread is out of the journal. False when it was not in time. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
