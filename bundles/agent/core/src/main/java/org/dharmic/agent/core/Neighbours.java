package org.dharmic.agent.core;

import java.time.Duration;
import java.util.function.Function;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.journal.Journal;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.support.Available;
import org.dharmic.telos.Telos;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultIndex;

/** The services of other houses; each may be exchanged at any time. */
record Neighbours(
        Available<Journal> journal,
        Available<StrangeMemory> strangeMemory,
        Available<DeepMemory> deepMemory,
        Available<VaultIndex> vaultIndex,
        Available<Vault> vault,
        Available<Telos> telos) {

    /** How long a call waits for a service that is being exchanged. */
    static final Duration WAIT = Duration.ofSeconds(2);

    /** A room is not there at the moment. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String what) {
            super(what + " is temporarily unavailable");
        }
    }

    Neighbours() {
        this(
                new Available<>(Journal.class),
                new Available<>(StrangeMemory.class),
                new Available<>(DeepMemory.class),
                new Available<>(VaultIndex.class),
                new Available<>(Vault.class),
                new Available<>(Telos.class));
    }

    /** Calls a service, waiting a moment for one. */
    static <T, R> R of(Available<T> service, String what, Function<T, R> call) {
        return service.<R>within(WAIT, call).orElseThrow(() -> new Unavailable(what));
    }
}
