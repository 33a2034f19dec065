package org.dharmic.mail.imap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;

/** The journal's promises, kept in memory. */
final class JournalFake implements Journal {

    private static final class Row {
        Item item;
        Stage parkedFrom;
        long fence;
        String holder = "";
        long leaseUntil;
        long notBefore = System.nanoTime();
        final List<Transition> history = new ArrayList<>();
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, byte[]> spool = new HashMap<>();
    private final Map<String, Cursor> cursors = new HashMap<>();
    private int count;
    /** Told of every stage an item reaches, without the lock; as the real one posts events. */
    volatile BiConsumer<String, Stage> staged = (id, stage) -> {};
    /** When set, storage fails. */
    volatile boolean broken;

    @Override
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        checkStorage();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int n;
        while ((n = bytes.read(buffer)) >= 0) {
            taken.write(buffer, 0, n);
            if (taken.size() > maxBytes) {
                throw new IOException("longer than " + maxBytes);
            }
        }
        byte[] content = taken.toByteArray();
        String sha = sha256(content);
        synchronized (this) {
            String ref = "s" + (++count);
            spool.put(ref, content);
            return new Spooled(ref, sha, content.length);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized InputStream read(String ref) throws IOException {
        byte[] content = spool.get(ref);
        if (content == null) {
            throw new IOException("no " + ref);
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public Accepted accept(Arrival arrival) {
        Accepted accepted;
        synchronized (this) {
            checkStorage();
            cursors.merge(
                    arrival.account() + "/" + arrival.folder(),
                    new Cursor(arrival.account(), arrival.folder(), arrival.uidValidity(), arrival.uid()),
                    (before, now) -> before.uidValidity() == now.uidValidity() && before.lastUid() > now.lastUid()
                            ? before
                            : now);
            Optional<Item> known = rows.values().stream()
                    .map(row -> row.item)
                    .filter(item ->
                            item.arrival().isPresent() && isSame(item.arrival().get(), arrival))
                    .findFirst();
            if (known.isPresent()) {
                return new Accepted(known.get().id(), false);
            }
            String id = "item-" + (++count);
            Instant now = Instant.now();
            Row row = new Row();
            row.item = new Item(
                    id,
                    Stage.INGESTED,
                    arrival.account(),
                    Optional.of(arrival),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    "",
                    false,
                    now,
                    now);
            row.history.add(new Transition(Stage.INGESTED, now, "", ""));
            rows.put(id, row);
            accepted = new Accepted(id, true);
        }
        staged.accept(accepted.itemId(), Stage.INGESTED);
        return accepted;
    }

    private static boolean isSame(Arrival a, Arrival b) {
        return a.account().equals(b.account())
                && (a.folder().equals(b.folder()) && a.uidValidity() == b.uidValidity() && a.uid() == b.uid()
                        || a.spooled().sha256().equals(b.spooled().sha256()));
    }

    @Override
    public synchronized Optional<Cursor> cursor(String account, String folder) {
        checkStorage();
        return Optional.ofNullable(cursors.get(account + "/" + folder));
    }

    @Override
    public synchronized void moveCursor(Cursor cursor) {
        checkStorage();
        cursors.put(cursor.account() + "/" + cursor.folder(), cursor);
    }

    @Override
    public String submit(Outbound outbound) {
        String id;
        synchronized (this) {
            id = "out-" + outbound.key();
            if (rows.containsKey(id)) {
                return id;
            }
            Instant now = Instant.now();
            Row row = new Row();
            row.item = new Item(
                    id,
                    Stage.ANSWERED,
                    outbound.account(),
                    Optional.empty(),
                    Optional.of(outbound),
                    Optional.empty(),
                    Optional.of(new Step.Answered(outbound.markdown(), "outbound", "{}", List.of())),
                    Optional.empty(),
                    0,
                    "",
                    false,
                    now,
                    now);
            row.history.add(new Transition(Stage.ANSWERED, now, "", ""));
            rows.put(id, row);
        }
        staged.accept(id, Stage.ANSWERED);
        return id;
    }

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        return leaseFor(null, stage, worker, ttl);
    }

    @Override
    public synchronized Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        checkStorage();
        long now = System.nanoTime();
        for (Row row : rows.values()) {
            Item item = row.item;
            boolean mine = account == null
                    || item.account().isEmpty()
                    || item.account().equals(account);
            if (mine
                    && item.stage() == stage
                    && !isHeld(row, now)
                    && row.notBefore - now <= 0
                    && isFirstOfThread(item)) {
                return Optional.of(hold(row, worker, ttl));
            }
        }
        return Optional.empty();
    }

    private static boolean isHeld(Row row, long now) {
        return !row.holder.isEmpty() && row.leaseUntil - now > 0;
    }

    private boolean isFirstOfThread(Item item) {
        if (item.admitted().isEmpty()) {
            return true;
        }
        String thread = item.admitted().get().thread();
        for (Row row : rows.values()) {
            if (row.item.id().equals(item.id())) {
                return true;
            }
            boolean sameThread =
                    row.item.admitted().filter(a -> a.thread().equals(thread)).isPresent();
            if (sameThread && row.item.stage().compareTo(item.stage()) <= 0) {
                return false;
            }
        }
        return true;
    }

    private static Lease hold(Row row, String worker, Duration ttl) {
        row.fence++;
        row.holder = worker;
        row.leaseUntil = System.nanoTime() + ttl.toNanos();
        return new Lease(row.item, row.fence, worker);
    }

    private Row held(Lease lease) {
        checkStorage();
        Row row = rows.get(lease.item().id());
        if (row == null || row.fence != lease.fence() || !isHeld(row, System.nanoTime())) {
            throw new LeaseLost("lost " + lease.item().id());
        }
        return row;
    }

    @Override
    public void advance(Lease lease, Step step) {
        synchronized (this) {
            apply(lease, step).holder = "";
        }
        staged.accept(lease.item().id(), step.to());
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        synchronized (this) {
            return hold(apply(lease, step), lease.worker(), ttl);
        }
    }

    private Row apply(Lease lease, Step step) {
        Row row = held(lease);
        Item item = row.item;
        if (item.stage() != step.from()) {
            throw new IllegalStateException(item.id() + " is in " + item.stage() + ", not " + step.from());
        }
        Instant now = Instant.now();
        row.item = new Item(
                item.id(),
                step.to(),
                item.account(),
                item.arrival(),
                item.outbound(),
                step instanceof Step.Admitted admitted ? Optional.of(admitted) : item.admitted(),
                step instanceof Step.Answered answered ? Optional.of(answered) : item.answered(),
                step instanceof Step.Ready ready ? Optional.of(ready) : item.ready(),
                0,
                "",
                item.released(),
                item.createdAt(),
                now);
        String note = "";
        if (step instanceof Step.Sent sent) {
            note = sent.serverReply();
        } else if (step instanceof Step.Marked marked) {
            note = marked.how();
        } else if (step instanceof Step.NotSent notSent) {
            note = notSent.why();
        }
        row.history.add(new Transition(step.to(), now, lease.worker(), note));
        return row;
    }

    @Override
    public synchronized void release(Lease lease) {
        Row row = rows.get(lease.item().id());
        if (row != null && row.fence == lease.fence()) {
            row.holder = "";
        }
    }

    @Override
    public synchronized int releaseAll(String worker) {
        int released = 0;
        for (Row row : rows.values()) {
            if (row.holder.equals(worker)) {
                row.holder = "";
                row.fence++;
                released++;
            }
        }
        return released;
    }

    @Override
    public synchronized void retryLater(Lease lease, Duration after, String why) {
        Row row = held(lease);
        row.holder = "";
        row.notBefore = System.nanoTime() + after.toNanos();
        end(row, row.item.stage(), row.item.attempts() + 1, why);
    }

    private static void end(Row row, Stage stage, int attempts, String why) {
        Item item = row.item;
        row.item = new Item(
                item.id(),
                stage,
                item.account(),
                item.arrival(),
                item.outbound(),
                item.admitted(),
                item.answered(),
                item.ready(),
                attempts,
                why,
                item.released(),
                item.createdAt(),
                Instant.now());
    }

    @Override
    public synchronized void reject(Lease lease, String why) {
        Row row = held(lease);
        row.holder = "";
        end(row, Stage.REJECTED, row.item.attempts(), why);
        row.history.add(new Transition(Stage.REJECTED, Instant.now(), lease.worker(), why));
    }

    @Override
    public synchronized void park(Lease lease, String why) {
        Row row = held(lease);
        row.holder = "";
        row.parkedFrom = row.item.stage();
        end(row, Stage.PARKED, row.item.attempts(), why);
        row.history.add(new Transition(Stage.PARKED, Instant.now(), lease.worker(), why));
    }

    @Override
    public List<PendingEvent> pendingEvents(int limit) {
        return List.of();
    }

    @Override
    public void eventApplied(String eventId) {
        throw new UnsupportedOperationException("no events here");
    }

    @Override
    public void eventFailed(String eventId, Duration after, String why) {
        throw new UnsupportedOperationException("no events here");
    }

    @Override
    public synchronized Optional<Item> find(String itemId) {
        return Optional.ofNullable(rows.get(itemId)).map(row -> row.item);
    }

    @Override
    public synchronized List<Item> find(Filter filter) {
        return rows.values().stream()
                .map(row -> row.item)
                .filter(item -> filter.stages().isEmpty() || filter.stages().contains(item.stage()))
                .toList();
    }

    @Override
    public synchronized List<Transition> history(String itemId) {
        return List.copyOf(rows.get(itemId).history);
    }

    @Override
    public synchronized boolean retry(String itemId) {
        Row row = rows.get(itemId);
        if (row == null || row.item.stage() != Stage.PARKED) {
            return false;
        }
        end(row, row.parkedFrom, 0, "");
        row.history.add(new Transition(row.parkedFrom, Instant.now(), "", "sent on by a person"));
        return true;
    }

    @Override
    public synchronized JournalStats stats() {
        return new JournalStats(
                rows.values().stream().collect(Collectors.groupingBy(row -> row.item.stage(), Collectors.counting())),
                Optional.empty(),
                0,
                0);
    }

    private void checkStorage() {
        if (broken) {
            throw new JournalException("disk full, says the test");
        }
    }

    // ---- for tests

    List<Item> all() {
        return find(Filter.newest(10_000));
    }

    List<Item> in(Stage stage) {
        return all().stream().filter(item -> item.stage() == stage).toList();
    }

    synchronized byte[] bytes(String ref) {
        return spool.get(ref);
    }

    /** As after a crash: nobody holds anything, and nobody waits. */
    synchronized void crash() {
        rows.values().forEach(row -> {
            row.holder = "";
            row.fence++;
            row.notBefore = System.nanoTime();
        });
    }

    /** Makes every waiting item due now. */
    synchronized void passTime() {
        rows.values().forEach(row -> row.notBefore = System.nanoTime());
    }

    @Override
    public boolean park(String itemId, String why) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public boolean readmit(String itemId) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public org.dharmic.journal.Verification verify() {
        throw new UnsupportedOperationException("not built yet");
    }
}
