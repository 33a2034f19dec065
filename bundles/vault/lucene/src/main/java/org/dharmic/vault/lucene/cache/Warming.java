package org.dharmic.vault.lucene.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dharmic.support.Threads;
import org.dharmic.vault.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that asks ahead what recurs at this hour: when the hour begins, and when the index shows another state, at most
 * once in a while. It asks one query after the other at the lowest priority, and is never interrupted.
 */
public final class Warming {

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);

    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(1);

    /**
     * What is to be warmed, as of now.
     *
     * @param ask makes an answer ahead
     * @param most queries asked ahead, 0 for none
     * @param file where the habits are kept
     * @param generation of the index
     */
    public record Target(Consumer<Query> ask, int most, Path file, Optional<Object> generation) {}

    private final Habits habits;
    private final Supplier<Target> target;
    private final ScheduledThreadPoolExecutor thread;
    private volatile boolean stopping;

    // Confined to the thread, and to whoever ends it.
    private boolean loaded;
    private int hour = -1;
    private Object warmedFor;

    /** Begins when {@link #start} is called. */
    public Warming(Habits habits, Supplier<Target> target) {
        this.habits = habits;
        this.target = target;
        var threads = Threads.named("vault-warm");
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = threads.newThread(task);
            made.setPriority(Thread.MIN_PRIORITY);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::guarded, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes note of a query that somebody asked. */
    public void asked(Query query) {
        habits.asked(query);
    }

    private void guarded() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            // What is not made ahead is made when it is asked for.
            LOG.debug("Nothing was asked ahead", e);
        }
    }

    /** Asks ahead what is due and was not asked since the hour and the index are what they are. */
    void look() throws IOException {
        Target now = target.get();
        if (now.most() == 0) {
            return;
        }
        if (!loaded) {
            loaded = true;
            habits.load(now.file());
        }
        if (hour != habits.hour()) {
            habits.save(now.file());
        }
        if (now.generation().isEmpty()) {
            return;
        }
        if (hour == habits.hour() && now.generation().get().equals(warmedFor)) {
            return;
        }
        for (Query query : habits.due(now.most())) {
            if (stopping) {
                return;
            }
            now.ask().accept(query);
        }
        hour = habits.hour();
        warmedFor = now.generation().get();
    }

    /** Ends the thread and keeps the habits. */
    public void close() {
        stopping = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("A query that was asked ahead still runs; it ends at its deadline");
                return;
            }
            Target now = target.get();
            if (now.most() > 0) {
                if (!loaded) {
                    habits.load(now.file());
                }
                habits.save(now.file());
            }
        } catch (IOException e) {
            LOG.warn("What recurs by hour of day could not be kept: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
