package org.dharmic.agent.core.neighbour;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.journal.Journal;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.support.Available;
import org.dharmic.telos.Telos;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultIndex;

/** The services of other houses; each may be exchanged at any time. */
public final class Neighbours {

    /** How long a call waits for a service that is being exchanged. */
    public static final Duration WAIT = Duration.ofSeconds(2);
    /** Whoever waits for a service looks this often whether the agent leaves. */
    private static final Duration LOOK = Duration.ofMillis(25);

    /** A room is not there at the moment. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String what) {
            super(what + " is temporarily unavailable");
        }
    }

    private final Available<Journal> journal = new Available<>(Journal.class);
    private final Available<StrangeMemory> strangeMemory = new Available<>(StrangeMemory.class);
    private final Available<DeepMemory> deepMemory = new Available<>(DeepMemory.class);
    private final Available<VaultIndex> vaultIndex = new Available<>(VaultIndex.class);
    private final Available<Vault> vault = new Available<>(Vault.class);
    private final Available<Telos> telos = new Available<>(Telos.class);
    private volatile boolean leaving;

    public Available<Journal> journal() {
        return journal;
    }

    public Available<StrangeMemory> strangeMemory() {
        return strangeMemory;
    }

    public Available<DeepMemory> deepMemory() {
        return deepMemory;
    }

    public Available<VaultIndex> vaultIndex() {
        return vaultIndex;
    }

    public Available<Vault> vault() {
        return vault;
    }

    public Available<Telos> telos() {
        return telos;
    }

    /** From now on nobody waits for a service; those who wait are told that it is not there. */
    public void leave() {
        leaving = true;
    }

    /**
     * Calls a service, waiting a moment for one.
     *
     * @throws Unavailable when none came, or the agent leaves
     */
    public <T, R> R of(Available<T> service, String what, Function<T, R> call) {
        return within(WAIT, service, what, call);
    }

    /** As {@link #of} for the journal, for a call without a result. */
    public void onJournal(Consumer<Journal> call) {
        of(journal, "the journal", present -> {
            call.accept(present);
            return true;
        });
    }

    /** As {@link #of} without waiting: for those who are called again when the service arrives. */
    public <T, R> R now(Available<T> service, String what, Function<T, R> call) {
        return within(Duration.ZERO, service, what, call);
    }

    /**
     * Calls a service, waiting for one. When it leaves under the call and the call fails, the next one is called within
     * the same time: the call must be harmless to repeat.
     *
     * @throws Unavailable when none came in time, or the agent leaves
     */
    public <T, R> R within(Duration wait, Available<T> service, String what, Function<T, R> call) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            // Waiting and calling are two steps, for a wait may be given up at any time and a call may not.
            Optional<T> present = awaited(service, deadline);
            if (present.isEmpty()) {
                throw new Unavailable(what);
            }
            try {
                return call.apply(present.get());
            } catch (RuntimeException e) {
                if (service.now().filter(each -> each == present.get()).isPresent()) {
                    throw e;
                }
                // It left under the call; its successor answers, if there is time for one.
            }
        }
    }

    private <T> Optional<T> awaited(Available<T> service, long deadline) {
        Optional<T> present = service.now();
        while (present.isEmpty() && !leaving && !Thread.currentThread().isInterrupted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            present = service.within(Duration.ofNanos(Math.min(left, LOOK.toNanos())), Function.identity());
        }
        return present;
    }
}
