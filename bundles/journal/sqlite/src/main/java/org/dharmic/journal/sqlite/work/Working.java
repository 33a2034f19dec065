package org.dharmic.journal.sqlite.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.sqlite.database.Counts;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.journal.sqlite.item.Leases;
import org.dharmic.journal.sqlite.item.Results;
import org.dharmic.journal.sqlite.item.Steps;
import org.dharmic.journal.sqlite.item.Story;
import org.dharmic.journal.sqlite.item.Waits;

/**
 * What workers do: take items into hand, and bring them on. A lease ends with the process, so it need not outlive a loss of
 * power; a step must. Several items at a time are one transaction.
 */
public final class Working {

    private final Database database;
    private final Counts counts;
    private final Leases leases;
    private final Steps steps;
    private final Spool spool;

    public Working(Database database, Counts counts, Leases leases, Steps steps, Spool spool) {
        this.database = database;
        this.counts = counts;
        this.leases = leases;
        this.steps = steps;
        this.spool = spool;
    }

    /** @param account only of this account, null for any */
    public List<Lease> lease(String account, Stage stage, String worker, Duration ttl, int most) {
        Objects.requireNonNull(worker, "worker");
        requirePositive(ttl);
        if (stage.isTerminal()) {
            throw new IllegalArgumentException("nobody works on items in " + stage + ": lease INGESTED to SENT");
        }
        if (counts.items(stage) == 0) {
            return List.of();
        }
        return database.changeUnforced((db, effects) -> {
            List<Lease> taken = leases.next(db, account, stage, worker, ttl, most);
            if (!taken.isEmpty()) {
                effects.changed();
            }
            return taken;
        });
    }

    private static void requirePositive(Duration ttl) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("ttl must be more than 0, was " + ttl);
        }
    }

    public void advance(Lease lease, Step step) {
        requireBytes(step);
        change(step, (db, effects) -> {
            steps.step(db, lease, step, effects);
            return null;
        });
    }

    /** Whoever hands replies over waits for these with the server on the line. */
    private <R> R change(Step step, Database.Change<R> change) {
        return step instanceof Step.Sending || step instanceof Step.Sent
                ? database.changeFirst(change)
                : database.change(change);
    }

    /** What came of the steps of several items. */
    private record Advanced(Set<Lease> lost, List<IllegalStateException> failures) {}

    public Set<Lease> advance(Map<Lease, Step> wanted) {
        List<RuntimeException> failures = new ArrayList<>();
        Map<Lease, Step> whole = new LinkedHashMap<>();
        wanted.forEach((lease, step) -> {
            try {
                requireBytes(step);
                whole.put(lease, step);
            } catch (JournalException e) {
                failures.add(e);
            }
        });
        Advanced advanced = database.change((db, effects) -> {
            Advanced all = new Advanced(new LinkedHashSet<>(), new ArrayList<>());
            for (Map.Entry<Lease, Step> each : whole.entrySet()) {
                try {
                    steps.step(db, each.getKey(), each.getValue(), effects);
                } catch (LeaseLost e) { // it was found out before anything was written
                    all.lost().add(each.getKey());
                } catch (IllegalStateException e) { // and so was this
                    all.failures().add(e);
                }
            }
            return all;
        });
        failures.addAll(advanced.failures());
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return advanced.lost();
    }

    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        requireHoldable(step, ttl);
        return change(step, (db, effects) -> {
            Leases.Held held = steps.step(db, lease, step, effects);
            effects.held(step.to());
            return leases.hold(db, held.seq(), lease.worker(), ttl);
        });
    }

    public List<Lease> advanceAndHold(Collection<Lease> all, Step step, Duration ttl) {
        requireHoldable(step, ttl);
        return change(step, (db, effects) -> {
            List<Lease> held = new ArrayList<>();
            for (Lease lease : all) {
                try {
                    Leases.Held item = steps.step(db, lease, step, effects);
                    held.add(leases.hold(db, item.seq(), lease.worker(), ttl));
                } catch (LeaseLost e) {
                    // Nothing was written for it, and the absence of a new lease says so.
                    continue;
                }
            }
            effects.held(step.to());
            return held;
        });
    }

    private void requireHoldable(Step step, Duration ttl) {
        requirePositive(ttl);
        if (step.to().isTerminal()) {
            throw new IllegalArgumentException("nobody works on items in " + step.to() + ": there is nothing to hold");
        }
        requireBytes(step);
    }

    /** Before the transaction: nobody waits for the writer while the disk is asked. */
    private void requireBytes(Step step) {
        List<Spooled> bytes = Results.bytes(step).toList();
        bytes.stream().filter(each -> !spool.holds(each)).findFirst().ifPresent(gone -> {
            throw new JournalException("the spooled bytes " + gone.ref() + " of a "
                    + step.getClass().getSimpleName() + " are gone: make them again");
        });
        if (!bytes.isEmpty()) {
            spool.settle();
        }
    }

    public void release(Lease lease) {
        database.changeUnforced((db, effects) -> {
            leases.release(db, lease).ifPresent(effects::work);
            return null;
        });
    }

    public int releaseAll(String worker) {
        Objects.requireNonNull(worker, "worker");
        return database.changeUnforced((db, effects) -> {
            List<Stage> stages = leases.releaseAll(db, worker);
            stages.forEach(effects::work);
            return stages.size();
        });
    }

    public void retryLater(Lease lease, Duration after, String why) {
        Duration wait = Waits.bounded(after);
        String note = Story.shortened(why);
        database.change((db, effects) -> {
            steps.retryLater(db, lease, wait, note, effects);
            return null;
        });
    }

    public void end(Lease lease, Stage end, String why) {
        String note = Story.shortened(why);
        database.change((db, effects) -> {
            steps.end(db, lease, end, note, effects);
            return null;
        });
    }
}
