package org.dharmic.mail.imap.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dharmic.journal.Journal;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Spooled;
import org.dharmic.support.Available;

/** The journal as our workers use it: whatever keeps it from answering is one exception. */
public final class Journals {

    /** For work in hand: longer than a swap of the journal takes. */
    private static final Duration WAIT = Duration.ofSeconds(2);
    /** For new work, which can as well begin later: whoever leaves must not wait for it. */
    private static final Duration GLANCE = Duration.ofMillis(300);

    private final Available<Journal> journal;

    public Journals(Available<Journal> journal) {
        this.journal = journal;
    }

    public boolean isPresent() {
        return journal.now().isPresent();
    }

    /**
     * @throws JournalAway when there is no journal or it fails
     * @throws LeaseLost when the lease no longer holds
     */
    public <R> R call(Function<Journal, R> call) {
        return call(WAIT, call);
    }

    /** As {@link #call(Function)}, to begin something new: does not wait for a journal that is away for longer. */
    public <R> R begin(Function<Journal, R> call) {
        return call(GLANCE, call);
    }

    private <R> R call(Duration wait, Function<Journal, R> call) {
        try {
            return journal.within(wait, call)
                    .orElseThrow(() -> new JournalAway("the journal is temporarily unavailable", null));
        } catch (JournalAway | LeaseLost | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) { // its own failure, or a provider that left under the call
            throw new JournalAway("the journal failed: " + e.getMessage(), e);
        }
    }

    public void run(Consumer<Journal> call) {
        call(j -> {
            call.accept(j);
            return Boolean.TRUE;
        });
    }

    /**
     * Opens spooled bytes.
     *
     * @throws IOException when there are none with this name
     * @throws JournalAway when there is no journal
     */
    public InputStream read(String ref) throws IOException {
        try {
            return call(j -> {
                try {
                    return j.read(ref);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Copies a stream into the spool. Never repeated with the rest of it when the journal is replaced meanwhile.
     *
     * @throws IOException when the stream fails or cannot be stored
     * @throws JournalAway when there is no journal, or it left
     */
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return call(j -> {
                if (begun.getAndSet(true)) {
                    throw new JournalAway("the journal left while it stored a file", null);
                }
                try {
                    return j.spool(bytes, maxBytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** At leaving: without waiting and without complaint, leases end by themselves. */
    public int releaseAll(String worker) {
        try {
            return journal.within(Duration.ZERO, j -> j.releaseAll(worker)).orElse(0);
        } catch (RuntimeException e) {
            return 0;
        }
    }
}
