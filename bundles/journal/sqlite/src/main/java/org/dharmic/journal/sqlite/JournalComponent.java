package org.dharmic.journal.sqlite;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.Verification;
import org.dharmic.journal.sqlite.database.Observer;
import org.dharmic.journal.sqlite.folder.Boot;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as a service: the gate before it, its life, what it tells others. */
@Component(
        immediate = true,
        configurationPid = JournalComponent.PID,
        service = {Journal.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=journal.sqlite", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = JournalConfig.class)
public final class JournalComponent implements Journal, HealthCheck {

    static final String PID = "org.dharmic.journal.sqlite";
    private static final Logger LOG = LoggerFactory.getLogger(JournalComponent.class);
    private final Gate gate = new Gate("journal.sqlite");
    private final Meters meters = new Meters();
    private final Available<EventAdmin> eventAdmin = new Available<>(EventAdmin.class);
    private final Observer teller = new Teller(eventAdmin, meters);
    private final Clock clock = Clock.systemUTC();
    private final BundleContext context;
    private volatile JournalSettings settings;
    /** Changes behind the gate. */
    private volatile Place place;

    @Activate
    public JournalComponent(BundleContext context, JournalConfig config) {
        this.context = context;
        settings = JournalSettings.from(config);
        place = placeOf(settings);
        for (Stage stage : Stage.values()) {
            meters.gauge(
                    "journal_items",
                    () -> place.now().map(open -> open.items(stage)).orElse(0L),
                    "stage",
                    Teller.tag(stage));
        }
        meters.gauge(
                "journal_pending_events",
                () -> place.now().map(SqliteJournal::pendingEvents).orElse(0L));
        place.start();
        LOG.info("Active: folder {}, {}", place.folder(), settings);
    }

    private Place placeOf(JournalSettings of) {
        return new Place(DataFolder.resolve(context, of.folder(), "journal"), this::open, () -> settings.keep(), clock);
    }

    private SqliteJournal open(Path folder) {
        return new SqliteJournal(folder, Boot.ofThisProcess(), settings.limits(), clock, System::nanoTime, teller);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindEventAdmin(EventAdmin arrived) {
        eventAdmin.arrived(arrived);
    }

    void unbindEventAdmin(EventAdmin left) {
        eventAdmin.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    @Modified
    void modified(JournalConfig config) {
        JournalSettings before = settings;
        JournalSettings after = JournalSettings.from(config);
        settings = after;
        Place next = placeOf(after);
        if (!next.folder().equals(place.folder())) {
            move(next, after.drain());
        }
        place.now().ifPresent(open -> {
            open.minFreeBytes(after.minFreeBytes());
            if (!after.busy().equals(before.busy())) {
                open.busyTimeout(after.busy());
            }
        });
        LOG.info("Reconfigured: {}", after);
    }

    /** Calls wait meanwhile. What is in hand of the journal before is refused by the next one, which knows none of it. */
    private void move(Place next, Duration limit) {
        Place before = place;
        before.leave();
        boolean alone = gate.exchange(limit, () -> {
            before.close(limit);
            place = next;
            next.start();
        });
        LOG.info(
                "The journal lies in {} now, was in {}{}",
                next.folder(),
                before.folder(),
                alone ? "" : "; calls in hand failed");
        try {
            tellOfWork(next.opened());
        } catch (JournalException e) {
            LOG.error("No mail is taken in or answered: {}", e.getMessage());
        }
    }

    /** Nobody is bound anew: who waits for work has to hear of what lies there. */
    private void tellOfWork(SqliteJournal open) {
        for (Stage stage : Stage.values()) {
            if (!stage.isTerminal() && open.items(stage) > 0) {
                teller.staged(stage);
            }
        }
    }

    /** Leases stay: they are valid for the next revision in this process, and void in the next process. */
    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
        Duration limit = settings.drain();
        int inHand = gate.inside();
        place.leave();
        boolean drained = false;
        try {
            drained = gate.drain(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!place.close(limit.minusNanos(System.nanoTime() - start)) || !drained) {
            LOG.warn(
                    "Still at work after {} s: those calls fail and their items are worked on again",
                    limit.toSeconds());
        }
        meters.close();
        LOG.info("Left: drained {} calls in {} ms", inHand, (System.nanoTime() - start) / 1_000_000);
    }

    @Override
    public Result execute() {
        return JournalHealth.of(place, gate, settings, clock.instant());
    }

    // ---- every call through the gate

    private <R> R call(Function<SqliteJournal, R> call) {
        return gate.through(() -> call.apply(opened()));
    }

    private SqliteJournal opened() {
        return place.opened();
    }

    private void run(Consumer<SqliteJournal> call) {
        gate.run(() -> call.accept(opened()));
    }

    @Override
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        enter();
        try {
            return opened().spool(bytes, maxBytes);
        } finally {
            gate.leave();
        }
    }

    @Override
    public InputStream read(String ref) throws IOException {
        enter();
        try {
            return opened().read(ref);
        } finally {
            gate.leave();
        }
    }

    private void enter() {
        if (!gate.enter()) {
            throw new Gate.Leaving("journal.sqlite");
        }
    }

    @Override
    public Accepted accept(Arrival arrival) {
        return call(open -> open.accept(arrival));
    }

    @Override
    public List<Accepted> accept(List<Arrival> arrivals) {
        return call(open -> open.accept(arrivals));
    }

    @Override
    public Optional<Cursor> cursor(String account, String mailFolder) {
        return call(open -> open.cursor(account, mailFolder));
    }

    @Override
    public void moveCursor(Cursor cursor) {
        run(open -> open.moveCursor(cursor));
    }

    @Override
    public String submit(Outbound outbound) {
        return call(open -> open.submit(outbound));
    }

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        return call(open -> open.lease(stage, worker, ttl));
    }

    @Override
    public List<Lease> lease(Stage stage, String worker, Duration ttl, int most) {
        return call(open -> open.lease(stage, worker, ttl, most));
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        return call(open -> open.leaseFor(account, stage, worker, ttl));
    }

    @Override
    public List<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl, int most) {
        return call(open -> open.leaseFor(account, stage, worker, ttl, most));
    }

    @Override
    public void advance(Lease lease, Step step) {
        run(open -> open.advance(lease, step));
    }

    @Override
    public Set<Lease> advance(Map<Lease, Step> steps) {
        return call(open -> open.advance(steps));
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        return call(open -> open.advanceAndHold(lease, step, ttl));
    }

    @Override
    public List<Lease> advanceAndHold(Collection<Lease> leases, Step step, Duration ttl) {
        return call(open -> open.advanceAndHold(leases, step, ttl));
    }

    @Override
    public void release(Lease lease) {
        run(open -> open.release(lease));
    }

    @Override
    public int releaseAll(String worker) {
        return call(open -> open.releaseAll(worker));
    }

    @Override
    public void retryLater(Lease lease, Duration after, String why) {
        run(open -> open.retryLater(lease, after, why));
    }

    @Override
    public void reject(Lease lease, String why) {
        run(open -> open.reject(lease, why));
    }

    @Override
    public void park(Lease lease, String why) {
        run(open -> open.park(lease, why));
    }

    @Override
    public List<PendingEvent> pendingEvents(int limit) {
        return call(open -> open.pendingEvents(limit));
    }

    @Override
    public void eventApplied(String eventId) {
        run(open -> open.eventApplied(eventId));
    }

    @Override
    public void eventsApplied(Collection<String> eventIds) {
        run(open -> open.eventsApplied(eventIds));
    }

    @Override
    public void eventFailed(String eventId, Duration after, String why) {
        run(open -> open.eventFailed(eventId, after, why));
    }

    @Override
    public Optional<Item> find(String itemId) {
        return call(open -> open.find(itemId));
    }

    @Override
    public List<Item> find(Filter filter) {
        return call(open -> open.find(filter));
    }

    @Override
    public List<Transition> history(String itemId) {
        return call(open -> open.history(itemId));
    }

    @Override
    public boolean retry(String itemId) {
        return call(open -> open.retry(itemId));
    }

    @Override
    public JournalStats stats() {
        return call(SqliteJournal::stats);
    }

    @Override
    public boolean park(String itemId, String why) {
        return call(open -> open.park(itemId, why));
    }

    @Override
    public boolean readmit(String itemId) {
        return call(open -> open.readmit(itemId));
    }

    @Override
    public Verification verify() {
        return call(SqliteJournal::verify);
    }
}
