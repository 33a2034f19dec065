package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.platform.SecretResolver;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.telos.Telos;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.wiring.BundleRevisions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a room is away when it is upgraded, from its last answer to the first of its successor, with as much in it as
 * it has after months. Reads and writes go on meanwhile, and none of them fails.
 */
class RoomPausesTest {

    private static final Logger LOG = LoggerFactory.getLogger(RoomPausesTest.class);
    private static final int UPGRADES = 5;
    private static final int FACTS = Integer.getInteger("facts", 2_000);
    private static final int LINES = 50_000;
    /** One call in so many writes. */
    private static final int WRITES = 10;

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static FelixRun run;
    private static Shell shell;

    @BeforeAll
    static void start() throws Exception {
        layer(Files.createDirectories(folder.resolve("data/strange-memory")).resolve("observations.jsonl"));
        secret(folder.resolve("etc/secrets"));
        run = HouseOfMemory.in(folder).start();
        shell = new Shell(run);
        DeepMemory memory = run.service(DeepMemory.class, SOON);
        for (int i = 0; i < FACTS; i++) {
            memory.add("fact-" + i, fact(i), List.of("sample"));
        }
        run.service(Telos.class, SOON).init("Truthful help", "Clear, kind and correct answers", List.of("Order"));
    }

    @AfterAll
    static void stop() {
        if (run != null) {
            run.close();
        }
    }

    private static void layer(Path file) throws IOException {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                Instant now = at.plusSeconds(i);
                out.write("{\"timestamp\":\"" + now.toString().replace("Z", ".000000") + "\",\"instant\":\"" + now
                        + "\",\"format\":1,\"key\":\"item-" + i + "\",\"content\":\"The question of " + i
                        + " was about the filter under the sink and was met with patience\",\"context\":{}}\n");
            }
        }
    }

    private static void secret(Path secrets) throws IOException {
        Files.createDirectories(secrets);
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(secrets.resolve("sample"), "quince\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String fact(int number) {
        return "Fact number" + number + ": the filter of the house by the river is changed every " + number % 12
                + " months by the neighbour with the ladder";
    }

    @Test
    void theDeepMemoryIsAwayForAMoment() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upgrade("org.dharmic.deepmemory.sqlite", "deep-memory-sqlite", Duration.ofMillis(500), () -> {
            int call = calls.incrementAndGet();
            return shell.ask("deepMemory", (DeepMemory memory) -> {
                if (call % WRITES == 0) {
                    memory.add("added-" + call, "Added during an upgrade " + call, List.of());
                }
                assertThat(memory.search("number" + call % FACTS, 1)).hasSize(1);
                return memory;
            });
        });
    }

    @Test
    void theStrangeMemoryIsAwayForAMoment() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upgrade("org.dharmic.strangememory.jsonl", "strange-memory-jsonl", Duration.ofMillis(500), () -> {
            int call = calls.incrementAndGet();
            return shell.ask("strangeMemory", (StrangeMemory memory) -> {
                if (call % WRITES == 0) {
                    memory.append(Layer.OBSERVATIONS, "added-" + call, Map.of("content", "Upgraded " + call));
                }
                List<Entry> recent = memory.recent(Layer.OBSERVATIONS, 20);
                assertThat(recent).hasSize(20);
                return memory;
            });
        });
        assertThat(run.service(StrangeMemory.class, SOON).summary().entries().get(Layer.OBSERVATIONS))
                .as("each append once")
                .isEqualTo(LINES + calls.get() / WRITES);
    }

    @Test
    void theTelosIsAwayForAMoment() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upgrade("org.dharmic.telos.yaml", "telos-yaml", Duration.ofMillis(150), () -> {
            int call = calls.incrementAndGet();
            return shell.ask("telos", (Telos telos) -> {
                if (call % (10 * WRITES) == 0) {
                    telos.evolve(List.of("Order " + call), "the season changed");
                }
                assertThat(telos.orientationPrompt()).contains("Truthful help");
                return telos;
            });
        });
    }

    /** Secrets are resolved by other rooms, not by commands: here a listener stands for their references. */
    @Test
    void secretsAreAwayForAMoment() throws Exception {
        upgrade("org.dharmic.platform.secrets", "platform-secrets", Duration.ofMillis(500), () -> {
            long deadline = System.nanoTime() + SOON.toNanos();
            while (true) {
                SecretResolver secrets = run.service(SecretResolver.class, SOON);
                try {
                    assertThat(secrets.resolve("sample")).containsExactly("quince".toCharArray());
                    return secrets;
                } catch (IllegalStateException | NoSuchElementException leaving) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                }
            }
        });
    }

    private static void upgrade(String symbolicName, String jar, Duration most, Callable<Object> call)
            throws Exception {
        try (SteadyCalls calls = new SteadyCalls(2, 500, call)) {
            for (int round = 1; round <= UPGRADES; round++) {
                int before = round;
                long soFar = calls.calls() + 50;
                run.awaitTrue(
                        () -> calls.revisions() == before && calls.calls() > soFar,
                        SOON,
                        "calls before upgrade " + round + " " + calls.failures());
                run.upgrade(symbolicName, jar, round);
            }
            run.awaitTrue(() -> calls.revisions() == UPGRADES + 1, SOON, "calls after the last upgrade");
            calls.stop();
            LOG.info(
                    "{}: {} calls across {} upgrades, longest wait {} ms, pauses {} ms",
                    symbolicName,
                    calls.calls(),
                    UPGRADES,
                    calls.longestWait().toMillis(),
                    calls.pauses().stream().map(Duration::toMillis).toList());
            assertThat(calls.failures()).as("failed calls").isEmpty();
            assertThat(calls.shortestPause()).isLessThan(most);
            assertThat(run.bundle(symbolicName).adapt(BundleRevisions.class).getRevisions())
                    .hasSize(1);
        }
    }
}
