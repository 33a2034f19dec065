package org.dharmic.itests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Upgrades contracts, by force and while mail comes in. Whoever imports one is refreshed with it, the probe too: so a pause is
 * not seen from inside, and the time until the command has ended stands for it.
 */
public final class ContractSwap {

    /** Houses that every mail passes first, then those it may do without. */
    public static final List<String> CONTRACTS = List.of(
            "journal-api",
            "mail-api",
            "agent-api",
            "executor-api",
            "context-api",
            "vault-api",
            "telos-api",
            "strange-memory-api",
            "deep-memory-api",
            "heartbeat-api",
            "metrics-api",
            "platform-api");

    private static final Duration SETTLE = Duration.ofSeconds(120);
    private static final double MAILS_PER_SECOND = 5;

    /**
     * One upgrade.
     *
     * @param kept whether the new revision runs and the command says so
     * @param millis until the command had ended
     * @param refreshed names of all bundles with another wiring
     */
    public record Upgrade(String artifact, boolean kept, double millis, List<String> refreshed) {}

    /** What came of it. */
    public record Result(Balance balance, List<Upgrade> upgrades) {}

    private ContractSwap() {}

    /** @param instance with a sandbox, running */
    public static Result run(Instance instance, Probe probe, Path folder, Consumer<String> progress) throws Exception {
        List<Upgrade> upgrades = new ArrayList<>();
        try (Postbox post = new SandboxPostbox(instance);
                MailFeed feed = new MailFeed(post, MAILS_PER_SECOND)) {
            for (String artifact : CONTRACTS) {
                upgrades.add(upgrade(instance, probe, folder, artifact, progress));
                feed.check();
            }
            return new Result(feed.settle(SETTLE), upgrades);
        }
    }

    private static Upgrade upgrade(
            Instance instance, Probe probe, Path folder, String artifact, Consumer<String> progress)
            throws IOException, InterruptedException {
        String version = "0.1.1";
        Path jar = Revisions.store(folder, artifact, version, Revisions.newer(instance.shipped(artifact), version));
        Map<Long, Probe.Footprint> before = probe.footprints();
        long start = System.nanoTime();
        Instance.Said said = instance.exec("swap:upgrade --force " + jar);
        double millis = (System.nanoTime() - start) / 1e6;
        List<String> refreshed = probe.footprints().entrySet().stream()
                .filter(each -> !Objects.equals(
                        each.getValue().wiring(),
                        before.containsKey(each.getKey())
                                ? before.get(each.getKey()).wiring()
                                : null))
                .map(each -> each.getValue().name())
                .sorted()
                .toList();
        boolean kept = said.code() == 0 && instance.line(artifact).location().endsWith("/" + version);
        progress.accept(String.format("%-20s %-4s %5.0f ms %s", artifact, kept ? "kept" : "NOT", millis, refreshed)
                + (kept ? "" : " " + said));
        return new Upgrade(artifact, kept, millis, refreshed);
    }
}
