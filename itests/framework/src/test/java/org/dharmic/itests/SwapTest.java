package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.dharmic.launcher.instance.CacheMarker;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Request;
import org.dharmic.swap.engine.Engine;
import org.dharmic.swap.engine.SwapSettings;
import org.dharmic.swap.osgi.FelixContainer;
import org.dharmic.swap.osgi.Filters;
import org.dharmic.swap.osgi.ScrConditions;
import org.dharmic.swap.trust.Trust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Exchanges of real rooms in a real framework: kept, refused, put back, taken back; as a whole or not at all. */
class SwapTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JOURNAL = "org.dharmic.journal.sqlite";
    private static final String MEMORY = "org.dharmic.deepmemory.sqlite";
    private static final String VAULT = "org.dharmic.vault.lucene";
    private static final String AGENT = "org.dharmic.agent.core";

    @TempDir
    Path folder;

    private FelixRun run;
    private Layout layout;
    private ScrConditions conditions;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        run = House.in(folder).sharing(HealthCheck.class).start();
        run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, "the house");
        layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        list();
        Filters filters = new Filters();
        conditions = new ScrConditions(run.context(), run.service(ServiceComponentRuntime.class, SOON));
        engine = new Engine(
                new FelixContainer(
                        run.context(),
                        filters,
                        conditions,
                        Optional.of(folder.resolve("cache")),
                        Duration.ofSeconds(1)),
                filters,
                layout,
                new Everybody(),
                limit -> true,
                () -> new SwapSettings(Duration.ofSeconds(2), 20, 5),
                Clock.systemUTC(),
                task -> {
                    Thread thread = new Thread(task, "swap-exchange");
                    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
                    return thread;
                });
    }

    @AfterEach
    void stop() {
        engine.close();
        conditions.close();
        run.close();
    }

    private static final class Everybody implements Trust {
        @Override
        public List<String> refusals(Path jar) {
            return List.of();
        }

        @Override
        public List<String> folderRefusals() {
            return List.of();
        }
    }

    /** What the launcher would have: a line and a stored jar for each bundle, and a cache that it vouches for. */
    private void list() throws Exception {
        StringBuilder list = new StringBuilder("# the test's\n");
        for (Bundle bundle : run.context().getBundles()) {
            if (bundle.getBundleId() > 0) {
                StartList.Line line = new StartList.Line(0, bundle.getLocation(), 1);
                list.append(line.location().replace(":", "\\:")).append(" = 1\n");
                Path jar = layout.base().resolve("system").resolve(line.repositoryPath());
                Files.createDirectories(jar.getParent());
                Files.copy(FelixRun.jar(line.artifact().split(":")[1]), jar);
            }
        }
        Files.createDirectories(layout.etc());
        Files.createDirectories(layout.cache());
        Files.writeString(layout.startList(), list);
        new CacheMarker(layout).write(StartList.read(layout.startList()));
    }

    @Test
    void anUpgradeIsKept() throws Exception {
        Map<String, FelixRun.Footprint> others = run.footprintsWithout(Set.of(JOURNAL));

        Outcome outcome = upgrade(false, variant("journal-sqlite", "0.1.1"));

        assertThat(outcome.reasons()).isEmpty();
        assertThat(outcome.result()).isEqualTo(Outcome.Result.KEPT);
        assertThat(outcome.pause()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(3));
        assertRuns(JOURNAL, "0.1.1");
        assertThat(run.footprintsWithout(Set.of(JOURNAL))).isEqualTo(others);
        assertThat(layout.startList()).content().contains("mvn\\:test/journal-sqlite/0.1.1 = 1\n");
        assertVouchedFor();
        assertThat(engine.overview().differences()).isEmpty();
        assertThat(engine.history(9)).extracting(HistoryEntry::result).containsExactly(Outcome.Result.KEPT);
    }

    @Test
    void aFailedActivationIsPutBackAndTheNextUpgradeWorks() throws Exception {
        String before = Files.readString(layout.startList());

        Outcome broken = upgrade(
                false, JarVariant.of("journal-sqlite", "0.1.1").failing().into(folder));

        assertThat(broken.result()).as("%s", broken.reasons()).isEqualTo(Outcome.Result.PUT_BACK);
        assertThat(broken.reasons()).anyMatch(reason -> reason.contains("drain.seconds"));
        assertRuns(JOURNAL, "0.1.0");
        assertThat(layout.startList()).hasContent(before);
        assertVouchedFor();
        assertThat(upgrade(false, variant("journal-sqlite", "0.1.2")).result()).isEqualTo(Outcome.Result.KEPT);
        assertRuns(JOURNAL, "0.1.2");
    }

    @Test
    void whatCannotResolveNeverStopsTheOld() throws Exception {
        Map<String, FelixRun.Footprint> before = run.footprintsWithout(Set.of());
        Object service = run.service("org.dharmic.journal.Journal", SOON);

        Outcome outcome = upgrade(
                false,
                variant("vault-lucene", "0.1.1"),
                JarVariant.of("journal-sqlite", "0.1.1").importing("no.such").into(folder));

        assertThat(outcome.result()).isEqualTo(Outcome.Result.REFUSED);
        assertThat(outcome.reasons()).singleElement().asString().contains("needs package no.such");
        assertThat(run.footprintsWithout(Set.of())).isEqualTo(before);
        assertThat(run.service("org.dharmic.journal.Journal", SOON)).isSameAs(service);
    }

    @Test
    void ofASetAllAreNewOrAllAreOld() throws Exception {
        Outcome outcome = upgrade(
                false,
                variant("vault-lucene", "0.1.1"),
                JarVariant.of("agent-core", "0.1.1").failing().into(folder));

        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Outcome.Result.PUT_BACK);
        assertRuns(VAULT, "0.1.0");
        assertRuns(AGENT, "0.1.0");
        assertThat(run.unsatisfied()).isEmpty();
        assertThat(upgrade(false, variant("vault-lucene", "0.1.1"), variant("agent-core", "0.1.1"))
                        .result())
                .isEqualTo(Outcome.Result.KEPT);
        assertRuns(VAULT, "0.1.1");
        assertRuns(AGENT, "0.1.1");
    }

    @Test
    void aContractIsExchangedWithThoseWhoAreWiredToIt() throws Exception {
        Path contract = variant("deep-memory-api", "0.1.1");
        Path provider = variant("deep-memory-sqlite", "0.1.1");

        Outcome refused = upgrade(false, provider, contract);
        assertThat(refused.result()).isEqualTo(Outcome.Result.REFUSED);
        assertThat(refused.reasons()).singleElement().asString().contains("beyond the subsystem", AGENT);

        Outcome forced = upgrade(true, provider, contract);
        assertThat(forced.result()).as("%s", forced.reasons()).isEqualTo(Outcome.Result.KEPT);
        assertThat(forced.plan().changes())
                .extracting(change -> change.symbolicName())
                .containsExactly("org.dharmic.deepmemory.api", MEMORY);
        assertThat(forced.plan().refreshed()).contains(AGENT);
        assertRuns("org.dharmic.deepmemory.api", "0.1.1");
        assertRuns(MEMORY, "0.1.1");
        assertThat(run.unsatisfied()).isEmpty();
    }

    @Test
    void aBrokenContractIsPutBackWithThoseWhoAreWiredToIt() throws Exception {
        Outcome outcome = upgrade(
                true,
                variant("deep-memory-api", "0.1.1"),
                JarVariant.of("deep-memory-sqlite", "0.1.1").failing().into(folder));

        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Outcome.Result.PUT_BACK);
        assertRuns("org.dharmic.deepmemory.api", "0.1.0");
        assertRuns(MEMORY, "0.1.0");
        assertThat(run.unsatisfied()).isEmpty();
        assertVouchedFor();
    }

    @Test
    void aRollbackBringsTheConfigurationBack() throws Exception {
        Path configuration = layout.etc().resolve(VAULT + ".cfg");
        Files.writeString(configuration, "vault.folder = one\n");
        assertThat(upgrade(false, variant("vault-lucene", "0.1.1")).result()).isEqualTo(Outcome.Result.KEPT);
        Files.writeString(configuration, "vault.folder = two\n");

        Outcome back = engine.rollback("vault-lucene", false, "test");

        assertThat(back.result()).as("%s", back.reasons()).isEqualTo(Outcome.Result.KEPT);
        assertRuns(VAULT, "0.1.0");
        assertThat(configuration).hasContent("vault.folder = one\n");
        assertThat(back.reasons()).singleElement().asString().contains("is again as it was");
        assertThat(layout.startList()).content().contains("mvn\\:test/vault-lucene/0 = 1\n");
        assertThat(engine.rollback(VAULT, false, "test").result()).isEqualTo(Outcome.Result.REFUSED);
    }

    @Test
    void aBundleIsAddedAndTakenAway() throws Exception {
        String before = Files.readString(layout.startList());
        Path jar = variant("telos-api", "7.0.0");
        run.bundle("org.dharmic.telos.api").uninstall();
        Files.writeString(layout.startList(), before.replaceAll("(?m)^.*telos-api.*\n", ""));
        String without = Files.readString(layout.startList());

        Outcome added = engine.carryOut(new Request(Request.Kind.INSTALL, List.of(jar), List.of(), false, 1, "test"));
        assertThat(added.result()).as("%s", added.reasons()).isEqualTo(Outcome.Result.KEPT);
        assertRuns("org.dharmic.telos.api", "7.0.0");
        assertThat(layout.startList()).content().endsWith("mvn\\:local/org.dharmic.telos.api/7.0.0 = 1\n");

        Outcome removed = engine.carryOut(
                new Request(Request.Kind.REMOVE, List.of(), List.of("org.dharmic.telos.api"), false, "test"));
        assertThat(removed.result()).as("%s", removed.reasons()).isEqualTo(Outcome.Result.KEPT);
        assertThat(layout.startList()).hasContent(without);
        assertThat(run.context().getBundles())
                .extracting(Bundle::getSymbolicName)
                .doesNotContain("org.dharmic.telos.api");

        assertThat(engine.rollback("org.dharmic.telos.api", false, "test").result())
                .isEqualTo(Outcome.Result.KEPT);
        assertRuns("org.dharmic.telos.api", "7.0.0");
    }

    @Test
    void anUpdateBehindTheListsBackIsNoticed() throws Exception {
        assertThat(upgrade(false, variant("vault-lucene", "0.1.1")).result()).isEqualTo(Outcome.Result.KEPT);
        run.upgrade(VAULT, "vault-lucene", 9);

        assertThat(engine.overview().differences())
                .singleElement()
                .asString()
                .contains(VAULT + " 0.1.0.r9 runs", "vault-lucene/0.1.1");
        assertThat(engine.overview().bundles().stream()
                        .filter(row -> row.symbolicName().equals(VAULT))
                        .map(Overview.Row::listed)
                        .collect(Collectors.toList()))
                .containsExactly("0.1.1");
    }

    @Test
    void aRevisionThatHangsInItsStartIsPutBack() throws Exception {
        run.service("org.dharmic.journal.Journal", SOON);

        Outcome outcome = upgrade(
                false,
                JarVariant.of("journal-sqlite", "0.1.1")
                        .activatedBy(Hanging.class)
                        .into(folder));

        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Outcome.Result.PUT_BACK);
        assertThat(outcome.reasons()).singleElement().asString().contains("did not start: not within 1000 ms");
        assertRuns(JOURNAL, "0.1.0");
        run.service("org.dharmic.journal.Journal", SOON);
    }

    /** Its start never ends, unless it is interrupted. */
    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {
            throw new IllegalStateException("it was never started");
        }
    }

    private Path variant(String name, String version) throws IOException {
        return JarVariant.of(name, version).into(folder);
    }

    private Outcome upgrade(boolean force, Path... jars) {
        return engine.carryOut(new Request(Request.Kind.UPGRADE, Arrays.asList(jars), List.of(), force, "test"));
    }

    private void assertRuns(String symbolicName, String version) {
        Bundle bundle = run.bundle(symbolicName);
        assertThat(bundle.getVersion()).hasToString(version);
        assertThat(bundle.getState()).as("state of " + bundle).isEqualTo(Bundle.ACTIVE);
        assertThat(bundle.adapt(BundleRevisions.class).getRevisions())
                .as("revisions of " + bundle)
                .hasSize(1);
        run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, symbolicName + " " + version);
    }

    private void assertVouchedFor() throws Exception {
        assertThat(new CacheMarker(layout).vouchesFor(StartList.read(layout.startList())))
                .as("cache.ok is that of the list")
                .isTrue();
    }
}
