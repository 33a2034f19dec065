package org.dharmic.journal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A journal that keeps its promises in memory, for the tests of those who work with one: it is held to the same contract as
 * the real one. {@link #restart} is what the next process would find.
 */
public class MemoryJournal implements Journal, AutoCloseable {

    private final Map<String, MemoryItem> rows = new LinkedHashMap<>();
    private final MemorySpool spool = new MemorySpool();
    private final Map<String, Cursor> cursors = new HashMap<>();
    private final Map<String, Long> served = new HashMap<>();
    private final MemoryEvents events = new MemoryEvents();
    private long numbers;

    // ---- taking in

    @Override
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        byte[] content = MemorySpool.taken(bytes, maxBytes);
        synchronized (this) {
            return spool.add(content);
        }
    }

    @Override
    public synchronized InputStream read(String ref) throws IOException {
        return spool.read(ref);
    }

    @Override
    public synchronized Accepted accept(Arrival arrival) {
        Optional<MemoryItem> known = rows.values().stream()
                .filter(row ->
                        row.arrival.filter(other -> isSame(other, arrival)).isPresent())
                .findFirst();
        if (known.isEmpty()) {
            spool.require(arrival.spooled());
        } else if (references().noneMatch(arrival.spooled().ref()::equals)) {
            spool.remove(arrival.spooled().ref());
        }
        Cursor before = cursors.get(arrival.account() + "/" + arrival.folder());
        boolean behind =
                before != null && before.uidValidity() == arrival.uidValidity() && before.lastUid() > arrival.uid();
        if (!behind) {
            moveCursor(new Cursor(arrival.account(), arrival.folder(), arrival.uidValidity(), arrival.uid()));
        }
        if (known.isPresent()) {
            return new Accepted(known.get().id, false);
        }
        MemoryItem row = add(Stage.INGESTED, arrival.account());
        row.arrival = Optional.of(arrival);
        return new Accepted(row.id, true);
    }

    private static boolean isSame(Arrival a, Arrival b) {
        boolean place = a.folder().equals(b.folder()) && a.uidValidity() == b.uidValidity() && a.uid() == b.uid();
        return a.account().equals(b.account())
                && (place || a.spooled().sha256().equals(b.spooled().sha256()));
    }

    private MemoryItem add(Stage stage, String account) {
        MemoryItem row = new MemoryItem(++numbers, idOf(numbers), account);
        row.moveTo(stage, "", "");
        rows.put(row.id, row);
        return row;
    }

    @Override
    public synchronized Optional<Cursor> cursor(String account, String folder) {
        return Optional.ofNullable(cursors.get(account + "/" + folder));
    }

    @Override
    public synchronized void moveCursor(Cursor cursor) {
        cursors.put(cursor.account() + "/" + cursor.folder(), cursor);
    }

    @Override
    public synchronized String submit(Outbound outbound) {
        Optional<MemoryItem> known = rows.values().stream()
                .filter(row -> row.outbound
                        .map(Outbound::key)
                        .filter(outbound.key()::equals)
                        .isPresent())
                .findFirst();
        if (known.isPresent()) {
            return known.get().id;
        }
        MemoryItem row = add(Stage.ANSWERED, outbound.account());
        row.outbound = Optional.of(outbound);
        row.answered = Optional.of(new Step.Answered(outbound.markdown(), "platform", "{}", List.of()));
        return row.id;
    }

    // ---- working

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        return lease(row -> true, stage, worker, ttl);
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        return lease(row -> row.account.isEmpty() || row.account.equals(account), stage, worker, ttl);
    }

    private synchronized Optional<Lease> lease(Predicate<MemoryItem> wanted, Stage stage, String worker, Duration ttl) {
        if (stage.isTerminal()) {
            throw new IllegalArgumentException("nobody works on items in " + stage);
        }
        Comparator<MemoryItem> order = Comparator.<MemoryItem>comparingLong(row -> rows.values().stream()
                        .filter(other -> other.isHeld() && other.sender().equals(row.sender()))
                        .count())
                .thenComparingLong(row -> served.getOrDefault(row.sender(), 0L))
                .thenComparingLong(row -> row.seq);
        Optional<MemoryItem> next = rows.values().stream()
                .filter(row -> row.stage == stage && wanted.test(row) && row.isFree() && !hasOneBefore(row))
                .min(order);
        next.ifPresent(row -> served.put(row.sender(), ++numbers));
        return next.map(row -> row.hold(worker, ttl));
    }

    private boolean hasOneBefore(MemoryItem row) {
        return row.thread().isPresent()
                && rows.values().stream()
                        .anyMatch(other -> other.seq < row.seq
                                && other.thread().equals(row.thread())
                                && holdsUp(other.stage, row.stage));
    }

    private static boolean holdsUp(Stage earlier, Stage later) {
        return earlier.compareTo(later) <= 0 || earlier == Stage.SENDING && later == Stage.READY;
    }

    /** The item, when the lease on it holds. */
    private MemoryItem held(Lease lease) {
        MemoryItem row = rows.get(lease.item().id());
        if (row == null || row.fence != lease.fence() || !row.isHeld()) {
            throw new LeaseLost(
                    "the lease " + lease.fence() + " on item " + lease.item().id() + " no longer holds");
        }
        return row;
    }

    @Override
    public synchronized void advance(Lease lease, Step step) {
        take(lease, step);
    }

    @Override
    public synchronized Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        return take(lease, step).hold(lease.worker(), ttl);
    }

    private MemoryItem take(Lease lease, Step step) {
        MemoryItem row = held(lease);
        if (row.stage != step.from()) {
            throw new IllegalStateException("item " + row.id + " is in " + row.stage + ", not in " + step.from());
        }
        bytes(step).forEach(spool::require);
        row.take(step, lease.worker());
        if (step instanceof Step.Answered answered) {
            events.add(row.id, answered.events());
        }
        return row;
    }

    private static Stream<Spooled> bytes(Step step) {
        if (step instanceof Step.Admitted admitted) {
            return admitted.attachments().stream().map(Attachment::bytes).flatMap(Optional::stream);
        }
        return step instanceof Step.Ready ready ? Stream.of(ready.reply()) : Stream.empty();
    }

    @Override
    public synchronized void release(Lease lease) {
        MemoryItem row = rows.get(lease.item().id());
        if (row != null && row.fence == lease.fence()) {
            row.letGo();
        }
    }

    @Override
    public synchronized int releaseAll(String worker) {
        List<MemoryItem> theirs = rows.values().stream()
                .filter(row -> row.isHeld() && row.worker.equals(worker))
                .toList();
        theirs.forEach(MemoryItem::letGo);
        return theirs.size();
    }

    @Override
    public synchronized void retryLater(Lease lease, Duration after, String why) {
        held(lease).retryLater(after, lease.worker(), why);
    }

    @Override
    public synchronized void reject(Lease lease, String why) {
        held(lease).moveTo(Stage.REJECTED, lease.worker(), why);
    }

    @Override
    public synchronized void park(Lease lease, String why) {
        held(lease).moveTo(Stage.PARKED, lease.worker(), why);
    }

    // ---- memories

    @Override
    public synchronized List<PendingEvent> pendingEvents(int limit) {
        return events.due(limit);
    }

    @Override
    public synchronized void eventApplied(String eventId) {
        events.applied(eventId);
    }

    @Override
    public synchronized void eventFailed(String eventId, Duration after, String why) {
        events.failed(eventId, after);
    }

    // ---- looking, and what a person can do

    @Override
    public synchronized Optional<Item> find(String itemId) {
        return Optional.ofNullable(rows.get(Objects.requireNonNull(itemId, "itemId")))
                .map(MemoryItem::item);
    }

    @Override
    public synchronized List<Item> find(Filter filter) {
        List<Item> found = rows.values().stream()
                .filter(row -> filter.stages().isEmpty() || filter.stages().contains(row.stage))
                .filter(row -> filter.thread().isEmpty() || filter.thread().equals(row.thread()))
                .filter(row ->
                        filter.sender().isEmpty() || filter.sender().get().equals(row.sender()))
                .map(MemoryItem::item)
                .collect(Collectors.toCollection(ArrayList::new));
        int surplus = Math.max(0, found.size() - filter.limit());
        return List.copyOf(
                filter.oldest() ? found.subList(0, found.size() - surplus) : found.subList(surplus, found.size()));
    }

    @Override
    public synchronized List<Transition> history(String itemId) {
        return Optional.ofNullable(rows.get(itemId))
                .map(row -> List.copyOf(row.story))
                .orElse(List.of());
    }

    @Override
    public synchronized boolean retry(String itemId) {
        MemoryItem row = rows.get(itemId);
        boolean parked = row != null && row.stage == Stage.PARKED;
        if (parked) {
            row.resumeIn(row.parkedFrom, "sent on by a person");
        }
        return parked;
    }

    @Override
    public synchronized boolean park(String itemId, String why) {
        MemoryItem row = rows.get(itemId);
        boolean onItsWay = row != null && !row.stage.isTerminal();
        if (onItsWay) {
            row.moveTo(Stage.PARKED, "", why);
        }
        return onItsWay;
    }

    @Override
    public synchronized boolean readmit(String itemId) {
        MemoryItem row = rows.get(itemId);
        if (row == null || row.stage != Stage.REJECTED || row.arrival.isEmpty() || row.answered.isPresent()) {
            return false;
        }
        row.admitted.ifPresent(admitted -> bytes(admitted).map(Spooled::ref).forEach(spool::remove));
        row.admitted = Optional.empty();
        row.released = true;
        row.resumeIn(Stage.INGESTED, "released by a person");
        return true;
    }

    @Override
    public synchronized JournalStats stats() {
        return new JournalStats(
                rows.values().stream().collect(Collectors.groupingBy(row -> row.stage, Collectors.counting())),
                rows.values().stream()
                        .filter(row -> !row.stage.isTerminal())
                        .map(row -> row.createdAt)
                        .min(Comparator.naturalOrder()),
                events.count(),
                1 + spool.size());
    }

    @Override
    public synchronized Verification verify() {
        List<String> refs = references().toList();
        List<String> missing = spool.missing(refs.stream())
                .map(ref -> "the spooled bytes " + ref + " are not there")
                .toList();
        return new Verification(rows.size(), refs.size(), missing, Duration.ofNanos(1));
    }

    private Stream<String> references() {
        return rows.values().stream().flatMap(MemoryItem::bytes).map(Spooled::ref);
    }

    // ---- for tests

    /** What the item of a number is called; for tests that give names of their own. */
    protected String idOf(long number) {
        return "item-" + number;
    }

    /** How many items somebody works on. */
    public synchronized long leased() {
        return rows.values().stream().filter(MemoryItem::isHeld).count();
    }

    /** As an answer brings it that came before. */
    public synchronized void addEvent(PendingEvent event) {
        events.add(event);
    }

    /** What the next process finds: nobody holds anything, and bytes that no item refers to are gone. */
    public synchronized void restart() {
        dropLeases();
        spool.keepOnly(references().collect(Collectors.toSet()));
    }

    /** Nobody holds anything any more. */
    public synchronized void dropLeases() {
        rows.values().forEach(MemoryItem::letGo);
    }

    /** Whatever waits is due now. */
    public synchronized void passTime() {
        rows.values().forEach(row -> row.due = System.nanoTime());
        events.passTime();
    }

    /** What is spooled under a name. */
    public synchronized byte[] bytes(String ref) {
        return spool.find(ref).orElseThrow();
    }

    /** Everything in a stage, oldest first. */
    public List<Item> in(Stage stage) {
        return find(Filter.in(Set.of(stage), 10_000));
    }

    /** Everything, oldest first. */
    public List<Item> all() {
        return find(Filter.newest(10_000));
    }

    @Override
    public void close() {
        restart();
    }
}
