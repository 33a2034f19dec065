package org.dharmic.agent.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.Verification;

/** As much of a journal as the agent uses, in memory. Retries are due at once, their pauses are kept for the test. */
final class MemoryJournal implements Journal {

    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<String, List<Transition>> histories = new HashMap<>();
    private final Map<String, PendingEvent> events = new LinkedHashMap<>();
    final List<Outbound> outbound = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> spool = new HashMap<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<String> eventFailures = new CopyOnWriteArrayList<>();
    private final Set<String> held = new HashSet<>();
    private long fence;

    /** True: an item that was put back is not handed out again before {@link #due}. */
    volatile boolean holdsRetries;

    synchronized void admit(String id, String tier, String thread, String subject, String text) {
        admit(id, "ida@example.org", tier, "all", thread, subject, text, "", List.of());
    }

    /** A quoted history makes it one that goes on with an earlier mail. */
    synchronized void admit(
            String id,
            String sender,
            String tier,
            String scope,
            String thread,
            String subject,
            String text,
            String quoted,
            List<Attachment> attachments) {
        Instant now = Instant.now();
        Step.Admitted admitted = new Step.Admitted(
                sender, tier, scope, thread, "<1@x>", List.of(), subject, text, quoted, attachments, "test");
        items.put(
                id,
                new Item(
                        id,
                        Stage.ADMITTED,
                        "main",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(admitted),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        "",
                        false,
                        now,
                        now));
    }

    synchronized void addEvent(PendingEvent event) {
        events.put(event.id(), event);
    }

    private void put(Item old, Stage stage, Optional<Step.Answered> answered, int attempts, String reason) {
        items.put(
                old.id(),
                new Item(
                        old.id(),
                        stage,
                        old.account(),
                        old.arrival(),
                        old.outbound(),
                        old.admitted(),
                        answered,
                        old.ready(),
                        attempts,
                        reason,
                        old.released(),
                        old.createdAt(),
                        Instant.now()));
        histories
                .computeIfAbsent(old.id(), id -> new ArrayList<>())
                .add(new Transition(stage, Instant.now(), MailWork.WORKER, reason));
        leases.remove(old.id());
    }

    private Item held(Lease lease) {
        Lease now = leases.get(lease.item().id());
        if (now == null || now.fence() != lease.fence()) {
            throw new LeaseLost("lost");
        }
        return items.get(lease.item().id());
    }

    @Override
    public synchronized Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        for (Item item : items.values()) {
            if (item.stage() == stage && !leases.containsKey(item.id()) && !held.contains(item.id())) {
                Lease lease = new Lease(item, ++fence, worker);
                leases.put(item.id(), lease);
                return Optional.of(lease);
            }
        }
        return Optional.empty();
    }

    synchronized void loseLeases() {
        leases.clear();
        items.keySet().forEach(held::add);
    }

    /** Time has passed: whatever was put back is due again. */
    synchronized void due() {
        held.clear();
    }

    synchronized int leased() {
        return leases.size();
    }

    @Override
    public synchronized void advance(Lease lease, Step step) {
        Step.Answered answered = (Step.Answered) step;
        put(held(lease), Stage.ANSWERED, Optional.of(answered), 0, "");
        int n = 0;
        for (var event : answered.events()) {
            String id = lease.item().id() + "/" + n++;
            events.put(id, new PendingEvent(id, lease.item().id(), event, Instant.now(), 0));
        }
    }

    @Override
    public synchronized void retryLater(Lease lease, Duration after, String why) {
        Item item = held(lease);
        put(item, item.stage(), item.answered(), item.attempts() + 1, why);
        pauses.add(after);
        if (holdsRetries) {
            held.add(item.id());
        }
    }

    @Override
    public synchronized void park(Lease lease, String why) {
        Item item = held(lease);
        put(item, Stage.PARKED, item.answered(), item.attempts(), why);
    }

    @Override
    public synchronized void release(Lease lease) {
        leases.remove(lease.item().id());
    }

    @Override
    public synchronized int releaseAll(String worker) {
        int count = leases.size();
        leases.clear();
        return count;
    }

    @Override
    public synchronized List<PendingEvent> pendingEvents(int limit) {
        return events.values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void eventApplied(String eventId) {
        events.remove(eventId);
    }

    @Override
    public synchronized void eventFailed(String eventId, Duration after, String why) {
        eventFailures.add(why);
        pauses.add(after);
        events.remove(eventId);
    }

    @Override
    public synchronized Optional<Item> find(String itemId) {
        return Optional.ofNullable(items.get(itemId));
    }

    @Override
    public synchronized List<Item> find(Filter filter) {
        List<Item> found = items.values().stream()
                .filter(item -> filter.stages().isEmpty() || filter.stages().contains(item.stage()))
                .filter(item -> filter.thread().isEmpty()
                        || item.admitted().map(Step.Admitted::thread).equals(filter.thread()))
                .filter(item -> filter.sender().isEmpty()
                        || item.admitted().map(Step.Admitted::sender).equals(filter.sender()))
                .toList();
        return found.subList(Math.max(0, found.size() - filter.limit()), found.size());
    }

    @Override
    public synchronized List<Transition> history(String itemId) {
        return List.copyOf(histories.getOrDefault(itemId, List.of()));
    }

    @Override
    public synchronized JournalStats stats() {
        return new JournalStats(Map.of(Stage.ADMITTED, (long) items.size()), Optional.empty(), events.size(), 0);
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the agent does not use this");
    }

    @Override
    public synchronized Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        byte[] content = bytes.readAllBytes();
        if (content.length > maxBytes) {
            throw new IOException("longer than " + maxBytes + " bytes");
        }
        Spooled spooled = new Spooled("spooled-" + (spool.size() + 1), digest(content), content.length);
        spool.put(spooled.ref(), content);
        return spooled;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized InputStream read(String ref) throws IOException {
        if (!spool.containsKey(ref)) {
            throw new IOException("nothing is called " + ref);
        }
        return new ByteArrayInputStream(spool.get(ref));
    }

    @Override
    public Accepted accept(Arrival arrival) {
        throw unused();
    }

    @Override
    public Optional<Cursor> cursor(String account, String folder) {
        throw unused();
    }

    @Override
    public void moveCursor(Cursor cursor) {
        throw unused();
    }

    @Override
    public synchronized String submit(Outbound mail) {
        Optional<Outbound> known =
                outbound.stream().filter(each -> each.key().equals(mail.key())).findFirst();
        if (known.isEmpty()) {
            outbound.add(mail);
        }
        return "out-" + mail.key();
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        throw unused();
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        throw unused();
    }

    @Override
    public void reject(Lease lease, String why) {
        throw unused();
    }

    /** Sends it on from where the agent parks. */
    @Override
    public synchronized boolean retry(String itemId) {
        return moved(itemId, Set.of(Stage.PARKED), Stage.ADMITTED, "");
    }

    @Override
    public synchronized boolean park(String itemId, String why) {
        return moved(itemId, EnumSet.range(Stage.INGESTED, Stage.SENT), Stage.PARKED, why);
    }

    @Override
    public synchronized boolean readmit(String itemId) {
        return moved(itemId, Set.of(Stage.REJECTED), Stage.INGESTED, "");
    }

    private boolean moved(String itemId, Set<Stage> from, Stage to, String why) {
        Item item = items.get(itemId);
        if (item == null || !from.contains(item.stage())) {
            return false;
        }
        put(item, to, item.answered(), 0, why);
        return true;
    }

    @Override
    public synchronized Verification verify() {
        List<String> findings = new ArrayList<>();
        items.values().stream()
                .filter(item ->
                        item.stage() == Stage.ANSWERED && item.answered().isEmpty())
                .forEach(item -> findings.add(item.id() + " is answered without an answer"));
        return new Verification(items.size(), spool.size(), findings, Duration.ZERO);
    }
}
