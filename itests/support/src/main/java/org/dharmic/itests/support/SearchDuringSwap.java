package org.dharmic.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Searches at a steady rate, from inside, while the vault is upgraded again and again. */
public final class SearchDuringSwap {

    private static final Duration INDEXED = Duration.ofSeconds(30);
    private static final Room VAULT = Room.of("vault-lucene");

    /** @param load what the searches saw: asked, answered, failed, failures, p50_ms, p99_ms, max_ms */
    public record Result(JsonNode load, List<Swapper.Attempt> attempts) {}

    private SearchDuringSwap() {}

    /**
     * @param instance with a sandbox, running
     * @param folder for the jars that are made
     */
    public static Result run(
            Instance instance,
            Probe probe,
            Path folder,
            int perSecond,
            int upgrades,
            Duration interval,
            Consumer<String> progress)
            throws Exception {
        Waiting.until(INDEXED, () -> "the index", () -> instance.tell("vault:status --json")
                .contains("READY"));
        Swapper swapper = new Swapper(instance, probe, folder);
        List<Swapper.Attempt> attempts = new ArrayList<>();
        probe.search(perSecond);
        long next = System.nanoTime();
        for (int i = 0; i < upgrades; i++) {
            next += interval.toNanos();
            LockSupport.parkNanos(next - System.nanoTime());
            Swapper.Attempt attempt = swapper.upgrade(VAULT, Optional.empty());
            attempts.add(attempt);
            progress.accept(attempt.version() + " " + attempt.end() + ", pauses "
                    + attempt.pauses().millis());
        }
        LockSupport.parkNanos(interval.toNanos());
        return new Result(probe.searched(), attempts);
    }
}
