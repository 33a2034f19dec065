package org.dharmic.benchmarks.vault.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultIndex;
import org.osgi.framework.Bundle;

/**
 * How long the vault takes from the start of its bundle to its service, to the first answer with a hit, and until it says that
 * all is indexed. At a start of the container it is measured when the folder of the probe has a file {@code query}.
 */
final class Openings {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** A first build of a large vault, with room to spare. */
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(30);

    private final Services services;
    private final Path query;
    private final Path opening;

    Openings(Services services, Path folder) {
        this.services = services;
        this.query = folder.resolve("query");
        this.opening = folder.resolve("opening");
    }

    boolean isWanted() {
        return Files.exists(query);
    }

    void begin(long start) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Properties times = times(start, Files.readString(query));
                        Mailbox.write(opening, times);
                    } catch (IOException e) {
                        throw new IllegalStateException("Cannot tell how long the vault took", e);
                    }
                },
                "vault-probe-opening");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same in a running container: the classes are loaded, the code is warm. */
    Properties again(Bundle vault, String text) throws Exception {
        vault.stop(Bundle.STOP_TRANSIENT);
        long start = System.nanoTime();
        vault.start(Bundle.START_TRANSIENT);
        return times(start, text);
    }

    private Properties times(long start, String text) {
        Properties times = new Properties();
        boolean answered = false;
        Query asked = Query.of(text, 10);
        while (System.nanoTime() - start < LIMIT_NANOS) {
            boolean wanted = !answered;
            Optional<IndexState> state =
                    services.with(VaultIndex.class, index -> look(index, asked, wanted, times, start));
            answered = times.containsKey("answer.ms");
            if (answered
                    && state.filter(now -> now.phase() == IndexState.Phase.READY)
                            .isPresent()) {
                times.setProperty("ready.ms", millis(start));
                StateRequest.describe(state.get(), times);
                return times;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        times.setProperty("error", "the vault was not ready in time: " + times);
        return times;
    }

    private static IndexState look(VaultIndex index, Query query, boolean wanted, Properties times, long start) {
        times.putIfAbsent("service.ms", millis(start));
        IndexState state = index.state();
        boolean open = state.files() > 0 || state.phase() == IndexState.Phase.READY;
        if (open) {
            times.putIfAbsent("open.ms", millis(start));
        }
        if (wanted && open && !index.search(query).hits().isEmpty()) {
            times.setProperty("answer.ms", millis(start));
        }
        return state;
    }

    private static String millis(long start) {
        return Double.toString(Math.round((System.nanoTime() - start) / 1e4) / 100.0);
    }
}
