package org.dharmic.mail.imap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Notes in the journal what the SMTP server has taken, one reply at a time; where another follows, on a thread of its own, so
 * that its dialogue begins while the disk is waited for. A note that could not be made is kept. For one thread.
 */
final class SentNotes implements AutoCloseable {

    private static final int IDLE_SECONDS = 20;

    private final ThreadPoolExecutor thread;
    private Runnable note;
    /** Null when the note was tried in vain. */
    private CompletableFuture<Void> writing;

    /** @param factory of the thread, which ends when there was nothing to note for a while */
    SentNotes(ThreadFactory factory) {
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Begins to make a note; {@link #settle} waits for it. */
    void begin(Runnable what) {
        settle();
        note = what;
        writing = CompletableFuture.runAsync(what, thread);
    }

    /**
     * Makes a note at once.
     *
     * @throws JournalAway when it cannot be made now
     */
    void make(Runnable what) {
        settle();
        note = what;
        settle();
    }

    /** Whether a note was tried in vain. */
    boolean isOverdue() {
        return note != null && writing == null;
    }

    /**
     * Returns when what was sent is noted.
     *
     * @throws JournalAway when it cannot be noted now
     */
    void settle() {
        if (note == null) {
            return;
        }
        CompletableFuture<Void> begun = writing;
        writing = null;
        if (begun == null) {
            note.run();
        } else {
            join(begun);
        }
        note = null;
    }

    private static void join(CompletableFuture<Void> begun) {
        try {
            begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Ends the thread; what is being noted is noted. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
