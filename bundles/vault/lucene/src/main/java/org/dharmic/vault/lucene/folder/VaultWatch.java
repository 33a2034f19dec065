package org.dharmic.vault.lucene.folder;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the {@link Watcher} which paths have changed, and collects them until they are due; without a watcher it says
 * why. Begun and ended by the owner thread.
 */
public final class VaultWatch {

    private static final Logger LOG = LoggerFactory.getLogger(VaultWatch.class);

    /** Editors write a file in several steps; together with the gap an edit is found within a second. */
    private static final Duration DEBOUNCE = Duration.ofMillis(150);

    private static final Duration POLL_WHEN_BLIND = Duration.ofSeconds(30);
    private static final int MAX_DIRTY = 1000;

    private final boolean wanted;
    private final Duration comparison;
    private final VaultFolder folder;
    private final BooleanSupplier stopping;
    private final Consumer<Duration> due;

    private volatile String blind = "";

    private final Set<String> dirty = new TreeSet<>();
    private boolean dirtyScheduled;

    // Confined to the owner thread.
    private Watcher watcher;
    private Object watchedRoot;

    /**
     * Watches nothing yet.
     *
     * @param wanted whether to watch at all
     * @param comparison between two comparisons of index and folder
     * @param folder the vault's folder; null when none is configured
     * @param stopping whether the owner thread has been asked to stop
     * @param due asks the owner thread to take the paths that have changed, after a moment
     */
    public VaultWatch(
            boolean wanted, Duration comparison, VaultFolder folder, BooleanSupplier stopping, Consumer<Duration> due) {
        this.wanted = wanted;
        this.comparison = comparison;
        this.folder = folder;
        this.stopping = stopping;
        this.due = due;
    }

    /** Why edits are not found at once; empty when they are. */
    public String blind() {
        return blind;
    }

    /** Sooner than configured while nothing tells of edits. */
    public Duration untilNextComparison() {
        return !blind.isEmpty() && comparison.compareTo(POLL_WHEN_BLIND) > 0 ? POLL_WHEN_BLIND : comparison;
    }

    public void watch() throws IOException {
        if (!wanted || folder == null || watcher != null || !folder.missing().isEmpty()) {
            return;
        }
        watchedRoot = folder.identity();
        try {
            watcher = new Watcher(folder, new Watcher.Listener() {
                @Override
                public void changed(String path) {
                    VaultWatch.this.changed(path);
                }

                @Override
                public void blind(String why) {
                    becomeBlind(why);
                }
            });
            blind = "";
        } catch (IOException | RuntimeException e) {
            becomeBlind(e.getMessage());
        }
    }

    /** Whether another folder than the watched one has the vault's name. */
    public boolean isElsewhere() throws IOException {
        return watcher != null && !folder.identity().equals(watchedRoot);
    }

    private void becomeBlind(String why) {
        if (blind.isEmpty() && !stopping.getAsBoolean()) {
            LOG.warn(
                    "The vault cannot be watched ({}); changes are looked for every {} s",
                    why,
                    POLL_WHEN_BLIND.toSeconds());
            blind = "the vault cannot be watched (" + why + "); changes are looked for every "
                    + Math.min(POLL_WHEN_BLIND.toSeconds(), comparison.toSeconds()) + " s";
        }
    }

    public void stopWatching() {
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                LOG.warn("Watching the vault could not be ended cleanly", e);
            }
            watcher = null;
        }
    }

    private void changed(String path) {
        synchronized (dirty) {
            if (dirty.size() >= MAX_DIRTY) {
                dirty.clear();
                dirty.add("");
            }
            if (!dirty.contains("")) {
                dirty.add(path);
            }
            if (dirtyScheduled || stopping.getAsBoolean()) {
                return;
            }
            dirtyScheduled = true;
        }
        due.accept(DEBOUNCE);
    }

    /** The paths that have changed since they were taken last. */
    public List<String> take() {
        synchronized (dirty) {
            List<String> paths = List.copyOf(dirty);
            dirty.clear();
            dirtyScheduled = false;
            return paths;
        }
    }
}
