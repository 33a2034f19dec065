package org.dharmic.mail.imap.work;

import java.time.Duration;
import org.dharmic.support.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job over and over: at once while there is work, at a nudge, and every few seconds in case one was missed. */
public final class Worker implements Runnable {

    /** One piece of work. */
    public interface Job {
        /** False when there was nothing to do. */
        boolean work();

        /** Called when there is nothing to do. */
        default void rest() {}

        /** Called once at the end, on the worker's thread. */
        default void end() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final Job job;
    private final Gate gate;
    private final Runnable warmUp;
    private boolean warm;
    private final Nudge nudge = new Nudge();
    private volatile boolean leaving;

    public Worker(Job job, Gate gate) {
        this(job, gate, () -> {});
    }

    /** @param warmUp done once, on the worker's thread, when there is nothing to do: work that waits goes first */
    public Worker(Job job, Gate gate, Runnable warmUp) {
        this.warmUp = warmUp;
        this.job = job;
        this.gate = gate;
    }

    public void wake() {
        nudge.give();
    }

    public void leave() {
        leaving = true;
        nudge.give();
    }

    @Override
    public void run() {
        try {
            while (!leaving) {
                nudge.clear();
                if (!once()) {
                    warmUp();
                    job.rest();
                    nudge.await(LOOK);
                }
            }
        } finally {
            job.end();
        }
    }

    private void warmUp() {
        if (warm || leaving) {
            return;
        }
        warm = true;
        try {
            warmUp.run();
        } catch (RuntimeException e) { // nobody waits for it
            LOG.debug(
                    "{} stays cold; what is wrong shows with its first work",
                    job.getClass().getSimpleName(),
                    e);
        }
    }

    private boolean once() {
        if (!gate.enter()) {
            leaving = true;
            return false;
        }
        try {
            return job.work();
        } catch (JournalAway e) {
            LOG.debug("No work now", e); // its state is the intake's to report
            return false;
        } catch (RuntimeException e) { // one failure must not end the worker for good
            LOG.error("{} failed unexpectedly and goes on", job.getClass().getSimpleName(), e);
            return false;
        } finally {
            gate.leave();
        }
    }
}
