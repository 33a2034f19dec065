package org.dharmic.swap.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Swaps;

/** What runs now, and who brought it. */
final class Standing {

    private final Overview overview;
    private final List<HistoryEntry> history;

    Standing(Swaps swaps) {
        this.overview = swaps.overview();
        this.history = swaps.history(Integer.MAX_VALUE).stream()
                .filter(entry -> entry.result() == Outcome.Result.KEPT || entry.result() == Outcome.Result.AT_RESTART)
                .toList();
    }

    private Optional<Overview.Row> row(String symbolicName) {
        return overview.bundles().stream()
                .filter(row -> row.symbolicName().equals(symbolicName))
                .findFirst();
    }

    /** Why a revision from the folder is not what runs now, or will run after the next start; empty when it is. */
    Optional<String> goneBecause(Entry.Brought brought) {
        String name = brought.symbolicName();
        Optional<Overview.Row> row = row(name);
        if (row.isPresent() && !runs(row.get(), brought.version())) {
            return Optional.of(name + " " + row.get().version() + " runs, not " + brought.version());
        }
        Optional<HistoryEntry> last = last(name);
        if (last.isEmpty()) {
            return row.isPresent() ? Optional.empty() : Optional.of(name + " is not there any more");
        }
        return last.get().id().equals(brought.exchange()) || isBack(last.get(), brought)
                ? Optional.empty()
                : Optional.of("exchange " + last.get().id() + " (" + last.get().origin() + ") has changed " + name
                        + " since");
    }

    private static boolean runs(Overview.Row row, String version) {
        return row.version().equals(version) || row.listed().equals(version);
    }

    /** Whether another version of this bundle runs than the jar holds. */
    boolean runsAnother(DroppedJar jar) {
        return row(jar.symbolicName()).filter(row -> !runs(row, jar.version())).isPresent();
    }

    /** Something newer came and was itself rolled back. */
    private static boolean isBack(HistoryEntry last, Entry.Brought brought) {
        return !last.undoes().isEmpty()
                && !last.undoes().equals(brought.exchange())
                && change(last, brought.symbolicName())
                        .filter(change -> change.sha256().isEmpty()
                                ? change.to().equals(Optional.of(brought.version()))
                                : change.sha256().equals(brought.sha256()))
                        .isPresent();
    }

    private Optional<HistoryEntry> last(String name) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (change(history.get(i), name).isPresent()) {
                return Optional.of(history.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether this version runs now, not only after the next start. */
    boolean isStarted(DroppedJar jar) {
        return row(jar.symbolicName())
                .map(row -> row.version().equals(jar.version()))
                .orElse(true);
    }

    /** Id of the latest exchange of all; empty when there was none. */
    String latest() {
        return history.isEmpty() ? "" : history.get(history.size() - 1).id();
    }

    /** The latest exchange of a bundle that has not been taken back. */
    Optional<HistoryEntry> inForce(String name) {
        Set<String> undone = new HashSet<>();
        for (int i = history.size() - 1; i >= 0; i--) {
            HistoryEntry entry = history.get(i);
            if (!entry.undoes().isEmpty()) {
                undone.add(entry.undoes());
            } else if (!undone.contains(entry.id()) && change(entry, name).isPresent()) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The bundles of an exchange. */
    List<String> names(String exchange) {
        return history.stream()
                .filter(entry -> entry.id().equals(exchange))
                .flatMap(entry -> entry.changes().stream())
                .map(Change::symbolicName)
                .toList();
    }

    static Optional<Change> change(HistoryEntry entry, String name) {
        return entry.changes().stream()
                .filter(change -> change.symbolicName().equals(name))
                .findFirst();
    }

    /**
     * What a file of this name brought according to the history alone: the process may have been killed before the ledger
     * was written.
     */
    Optional<Entry.Brought> broughtBy(String file, DroppedJar jar) {
        return last(jar.symbolicName())
                .filter(entry ->
                        entry.undoes().isEmpty() && Origin.files(entry.origin()).contains(file))
                .flatMap(entry -> change(entry, jar.symbolicName())
                        .filter(change -> change.sha256().equals(jar.sha256()))
                        .map(change -> new Entry.Brought(
                                entry.id(),
                                jar.symbolicName(),
                                jar.version(),
                                jar.sha256(),
                                change.from().isEmpty())));
    }

    /** Place in time of an exchange; later ones are greater. */
    int order(String exchange) {
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).id().equals(exchange)) {
                return i;
            }
        }
        return -1;
    }
}
