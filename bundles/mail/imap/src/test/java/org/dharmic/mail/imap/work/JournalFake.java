package org.dharmic.mail.imap.work;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Lease;
import org.dharmic.journal.MemoryJournal;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;

/** A journal in memory that tells of its work, and whose storage can fail. */
public final class JournalFake extends MemoryJournal {

    /** Told of every stage an item reaches, without the lock; as the real one posts events. */
    public volatile BiConsumer<String, Stage> staged = (id, stage) -> {};
    /** When set, storage fails. */
    public volatile boolean broken;

    private void checkStorage() {
        if (broken) {
            throw new JournalException("disk full, says the test");
        }
    }

    @Override
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        checkStorage();
        return super.spool(bytes, maxBytes);
    }

    @Override
    public Accepted accept(Arrival arrival) {
        checkStorage();
        Accepted accepted = super.accept(arrival);
        if (accepted.fresh()) {
            staged.accept(accepted.itemId(), Stage.INGESTED);
        }
        return accepted;
    }

    @Override
    public Optional<Cursor> cursor(String account, String folder) {
        checkStorage();
        return super.cursor(account, folder);
    }

    @Override
    public void moveCursor(Cursor cursor) {
        checkStorage();
        super.moveCursor(cursor);
    }

    @Override
    public String submit(Outbound outbound) {
        checkStorage();
        String id = super.submit(outbound);
        staged.accept(id, Stage.ANSWERED);
        return id;
    }

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        checkStorage();
        return super.lease(stage, worker, ttl);
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        checkStorage();
        return super.leaseFor(account, stage, worker, ttl);
    }

    @Override
    public void advance(Lease lease, Step step) {
        checkStorage();
        super.advance(lease, step);
        staged.accept(lease.item().id(), step.to());
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        checkStorage();
        return super.advanceAndHold(lease, step, ttl);
    }

    @Override
    public void retryLater(Lease lease, Duration after, String why) {
        checkStorage();
        super.retryLater(lease, after, why);
    }

    @Override
    public void reject(Lease lease, String why) {
        checkStorage();
        super.reject(lease, why);
    }

    @Override
    public void park(Lease lease, String why) {
        checkStorage();
        super.park(lease, why);
    }

    @Override
    public boolean retry(String itemId) {
        return tellOf(itemId, super.retry(itemId));
    }

    @Override
    public boolean readmit(String itemId) {
        return tellOf(itemId, super.readmit(itemId));
    }

    private boolean tellOf(String itemId, boolean sentOn) {
        if (sentOn) {
            staged.accept(itemId, find(itemId).orElseThrow().stage());
        }
        return sentOn;
    }

    /** As after a crash: nobody holds anything, and nobody waits. */
    public void crash() {
        dropLeases();
        passTime();
    }
}
