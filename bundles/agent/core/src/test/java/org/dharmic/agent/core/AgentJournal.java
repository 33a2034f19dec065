package org.dharmic.agent.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.MemoryJournal;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;

/**
 * A journal in memory whose mails are admitted already, under names of the test. Retries are due at once, their pauses are
 * kept for the test.
 */
final class AgentJournal extends MemoryJournal {

    private static final Duration LONG = Duration.ofDays(1);

    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    /** What was leased in one go. */
    final List<List<String>> takenUp = new CopyOnWriteArrayList<>();

    /** What was crossed off in one go. */
    final List<List<String>> crossedOff = new CopyOnWriteArrayList<>();

    final List<String> eventFailures = new CopyOnWriteArrayList<>();

    /** True: an item that was put back is not handed out again before {@link #passTime}. */
    volatile boolean holdsRetries;

    private String nextId = "";
    private long uids;

    void admit(String id, String tier, String thread, String subject, String text) {
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
        nextId = id;
        accept(new Arrival("main", "INBOX", 1, ++uids, spooled(id), Instant.now()));
        nextId = "";
        advance(
                lease(Stage.INGESTED, "mail", LONG).orElseThrow(),
                new Step.Admitted(
                        sender, tier, scope, thread, "<1@x>", List.of(), subject, text, quoted, attachments, "test"));
    }

    private Spooled spooled(String content) {
        try {
            return spool(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String idOf(long number) {
        return nextId.isEmpty() ? super.idOf(number) : nextId;
    }

    @Override
    public synchronized void retryLater(Lease lease, Duration after, String why) {
        super.retryLater(lease, holdsRetries ? LONG : Duration.ZERO, why);
        pauses.add(after);
    }

    @Override
    public synchronized List<Lease> lease(Stage stage, String worker, Duration ttl, int most) {
        List<Lease> taken = super.lease(stage, worker, ttl, most);
        if (!taken.isEmpty()) {
            takenUp.add(taken.stream().map(each -> each.item().id()).toList());
        }
        return taken;
    }

    @Override
    public synchronized void eventsApplied(Collection<String> eventIds) {
        super.eventsApplied(eventIds);
        crossedOff.add(List.copyOf(eventIds));
    }

    /** Comes again only when time passes. */
    @Override
    public synchronized void eventFailed(String eventId, Duration after, String why) {
        super.eventFailed(eventId, LONG, why);
        eventFailures.add(why);
        pauses.add(after);
    }

    /** Everything is somebody else's now. */
    synchronized void loseLeases() {
        dropLeases();
        for (Item item : in(Stage.ADMITTED)) {
            lease(Stage.ADMITTED, "somebody else", LONG);
        }
    }

    /** Mails of our own accord. */
    List<Outbound> outbound() {
        return all().stream().flatMap(item -> item.outbound().stream()).toList();
    }
}
