package org.dharmic.mail.imap.mailbox;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a line that gives no answer in time. A read's own time-out does not do: in IDLE a read waits long for good reason, and
 * one that was begun before the question runs out late.
 */
final class Watchdog {

    private final ScheduledExecutorService executor;
    private final Runnable cut;
    private final Duration probe;

    /**
     * @param cut ends whatever the connection's thread is doing; called on another thread
     * @param probe longest silence of the server after a question
     */
    Watchdog(ScheduledExecutorService executor, Runnable cut, Duration probe) {
        this.executor = executor;
        this.cut = cut;
        this.probe = probe;
    }

    /** Cuts the line unless it is ended within the probe time. */
    Watch watch(String question) {
        return new Watch(question);
    }

    Future<?> after(Duration delay, Runnable task) {
        return executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Over the answer to one question. */
    final class Watch implements AutoCloseable {
        private final String question;
        private final Future<?> timer;
        private volatile boolean hasCut;

        private Watch(String question) {
            this.question = question;
            timer = after(probe, () -> {
                hasCut = true; // first: whoever reads learns of the cut from the broken line
                cut.run();
            });
        }

        boolean hasCut() {
            return hasCut;
        }

        String why() {
            return "no answer to " + question + " for " + probe.toSeconds() + " s";
        }

        @Override
        public void close() {
            timer.cancel(false);
        }
    }
}
