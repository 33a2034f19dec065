package org.dharmic.itests.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;
import org.dharmic.support.Available;
import org.dharmic.vault.VaultIndex;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Holds what is measured; the commands ask it. */
@Component(service = Probe.class, immediate = true)
public final class Probe {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Available<VaultIndex> vault = new Available<>(VaultIndex.class);
    private final Available<Journal> journal = new Available<>(Journal.class);
    private final Map<Long, AtomicInteger> starts = new ConcurrentHashMap<>();
    private final BundleListener listener = this::count;
    private Watch watch;
    private SearchLoad search;

    @Activate
    public Probe(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
    }

    @Deactivate
    synchronized void deactivate() throws InterruptedException {
        context.removeBundleListener(listener);
        if (watch != null) {
            watch.stop();
        }
        if (search != null) {
            search.stop();
        }
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindVault(VaultIndex arrived) {
        vault.arrived(arrived);
    }

    void unbindVault(VaultIndex left) {
        vault.left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindJournal(Journal arrived) {
        journal.arrived(arrived);
    }

    void unbindJournal(Journal left) {
        journal.left(left);
    }

    private void count(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) {
            starts.computeIfAbsent(event.getBundle().getBundleId(), id -> new AtomicInteger())
                    .incrementAndGet();
        }
    }

    /** Begins to watch a room; one at a time. */
    synchronized void watch(String symbolicName) throws InterruptedException {
        if (watch != null) {
            watch.stop();
        }
        watch = new Watch(
                context,
                symbolicName,
                Houses.of(symbolicName)
                        .orElseThrow(() -> new IllegalArgumentException("There is nothing to ask of " + symbolicName)));
        if (!watch.awaitSuccess(WAIT)) {
            throw new IllegalStateException(
                    symbolicName + " has not answered within " + WAIT.toSeconds() + " s: " + ended().report());
        }
    }

    /** Waits until the room answers again, and ends the watch. */
    synchronized Map<String, Object> pauses() throws InterruptedException {
        if (watch == null) {
            throw new IllegalStateException("Nothing is watched");
        }
        boolean answers = watch.awaitSuccess(WAIT);
        Map<String, Object> report = ended().report();
        report.put("answers", answers);
        return report;
    }

    private Watch ended() throws InterruptedException {
        Watch last = watch;
        watch = null;
        last.stop();
        return last;
    }

    synchronized void search(int rate) {
        if (search != null) {
            throw new IllegalStateException("A search load is running");
        }
        search = new SearchLoad(vault, rate);
    }

    synchronized Map<String, Object> searched() throws InterruptedException {
        if (search == null) {
            throw new IllegalStateException("No search load is running");
        }
        SearchLoad last = search;
        search = null;
        return last.stop();
    }

    /** One record for each bundle: what tells that it was touched. */
    List<Map<String, Object>> bundles() {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("id", bundle.getBundleId());
            record.put("name", bundle.getSymbolicName());
            record.put("version", bundle.getVersion().toString());
            record.put("state", bundle.getState());
            record.put("location", bundle.getLocation());
            record.put("modified", bundle.getLastModified());
            record.put("wiring", wiring == null ? 0 : System.identityHashCode(wiring));
            record.put(
                    "revisions",
                    bundle.adapt(BundleRevisions.class).getRevisions().size());
            AtomicInteger count = starts.get(bundle.getBundleId());
            record.put("starts", count == null ? 0 : count.get());
            records.add(record);
        }
        return records;
    }

    /** One record for each of the newest items that came by mail, with the time of each stage since its acceptance. */
    List<Map<String, Object>> items(int limit) {
        List<Item> items = journal.within(WAIT, j -> j.find(Filter.newest(limit)))
                .orElseThrow(() -> new IllegalStateException("There is no journal"));
        List<Map<String, Object>> records = new ArrayList<>();
        for (Item item : items) {
            if (item.arrival().isPresent()) {
                records.add(record(item));
            }
        }
        return records;
    }

    private Map<String, Object> record(Item item) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", item.id());
        record.put("message", item.admitted().map(a -> a.messageId()).orElse(""));
        record.put("stage", item.stage().name());
        record.put("attempts", item.attempts());
        List<Transition> history = journal.within(WAIT, j -> j.history(item.id()))
                .orElseThrow(() -> new IllegalStateException("There is no journal"));
        Map<String, Long> millis = new LinkedHashMap<>();
        for (Transition transition : history) {
            if (transition.stage() != Stage.INGESTED || millis.isEmpty()) {
                millis.put(transition.stage().name(), transition.at().toEpochMilli());
            }
        }
        record.put("at", millis);
        return record;
    }
}
