package org.dharmic.swap.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dharmic.launcher.instance.CacheMarker;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Jars;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Outcome.Result;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.Request.Kind;
import org.dharmic.swap.trust.Trust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

class EngineTest {

    private static final String A = "org.dharmic.x.a";
    private static final String B = "org.dharmic.x.b";
    private static final String API = "org.dharmic.x.api";
    private static final String OTHER = "org.dharmic.y.user";

    @TempDir
    Path folder;

    private Layout layout;
    private FakeContainer container;
    private Engine engine;
    private String listed;

    @BeforeEach
    void aContainer() throws Exception {
        instance("instance");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void instance(String name) throws Exception {
        layout = new Layout(folder.resolve("home"), folder.resolve(name));
        container = new FakeContainer();
        StringBuilder list = new StringBuilder("# mine\n");
        for (String bundle : List.of(API, A, B, OTHER, "org.dharmic.swap")) {
            String location = "mvn:org.dharmic/" + artifact(bundle) + "/1.0.0";
            int level = bundle.equals(API) ? 40 : 70;
            container.add(bundle, "1.0", location, level);
            list.append(location.replace(":", "\\:"))
                    .append(" = ")
                    .append(level)
                    .append('\n');
            Path jar = layout.jar(new StartList.Line(0, location, 1).repositoryPath());
            Files.createDirectories(jar.getParent());
            Jars.bundle(bundle, "1.0").into(jar);
        }
        container.self = 5;
        listed = list.toString();
        Files.createDirectories(layout.etc());
        Files.createDirectories(layout.cache().resolve("bundle0"));
        Files.writeString(layout.startList(), listed);
        new CacheMarker(layout).write(StartList.read(layout.startList()));
        engine = engine();
    }

    private Engine engine() {
        return new Engine(
                container,
                EngineTest::matches,
                layout,
                new Anybody(),
                limit -> true,
                () -> new SwapSettings(Duration.ofMillis(50), 20, 5),
                Clock.systemUTC(),
                Thread::new);
    }

    private static boolean matches(String filter, Map<String, Object> attributes) {
        try {
            return FrameworkUtil.createFilter(filter).matches(attributes);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class Anybody implements Trust {
        @Override
        public List<String> refusals(Path jar) {
            return jar.toString().isEmpty() ? List.of("nobody knows it") : List.of();
        }

        @Override
        public List<String> folderRefusals() {
            return List.of();
        }
    }

    private static String artifact(String symbolicName) {
        return symbolicName.replace("org.dharmic.", "").replace('.', '-');
    }

    private Path jar(String name, String version) throws Exception {
        return Jars.bundle(name, version).into(folder.resolve(artifact(name) + "-" + version + ".jar"));
    }

    private Outcome carryOut(Kind kind, boolean force, Path... jars) {
        return engine.carryOut(new Request(kind, Arrays.asList(jars), List.of(), force, "test"));
    }

    private Outcome upgrade(Path... jars) {
        return carryOut(Kind.UPGRADE, false, jars);
    }

    private boolean vouched() throws Exception {
        return new CacheMarker(layout).vouchesFor(StartList.read(layout.startList()));
    }

    @Test
    void aSetIsExchangedOneAfterTheOtherAndKept() throws Exception {
        Outcome outcome = upgrade(jar(A, "1.1"), jar(B, "2.0"));

        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Result.KEPT);
        assertThat(container.deeds)
                .containsExactly("stop 2", "update 2", "start 2", "stop 3", "update 3", "start 3", "measured");
        assertThat(layout.startList())
                .content()
                .isEqualTo(listed.replace("x-a/1.0.0", "x-a/1.1.0").replace("x-b/1.0.0", "x-b/2.0.0"));
        assertThat(vouched()).isTrue();
        assertThat(layout.base().resolve("system/org/dharmic/x-a/1.1.0/x-a-1.1.0.jar"))
                .exists();
        assertThat(outcome.pause()).isEqualTo(Duration.ofMillis(7));
        assertThat(engine.history(5)).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(outcome.id());
            assertThat(entry.result()).isEqualTo(Result.KEPT);
            assertThat(entry.pauseMillis()).isEqualTo(7);
        });
        assertThat(layout.dharmic().resolve("swap/staging")).isEmptyDirectory();
    }

    @Test
    void whereverItFailsEverythingIsPutBack() throws Exception {
        Path a = jar(A, "1.1");
        Path b = jar(B, "1.1");
        for (int step = 1; step <= 6; step++) {
            container.deeds.clear();
            container.failAt = step;

            Outcome outcome = upgrade(a, b);

            assertThat(outcome.result())
                    .as("step %d: %s", step, outcome.reasons())
                    .isEqualTo(Result.PUT_BACK);
            assertThat(outcome.reasons()).singleElement().asString().endsWith("failed");
            assertThat(List.of(container.version(A), container.version(B))).containsOnly("1.0.0");
            assertThat(layout.startList()).hasContent(listed);
            assertThat(vouched()).isTrue();
        }
        container.deeds.clear();
        container.failAt = -1;
        assertThat(upgrade(a, b).result()).isEqualTo(Result.KEPT);
    }

    @Test
    void whereverItIsKilledTheNextStartRunsTheOldOrTheNewWholly() throws Exception {
        for (int step = 1; step <= 6; step++) {
            instance("killed-at-" + step);
            Path a = jar(A, "1.1");
            Path b = jar(B, "1.1");
            container.killAt = step;

            assertThatThrownBy(() -> upgrade(a, b)).hasRootCauseInstanceOf(FakeContainer.Killed.class);

            assertThat(layout.startList()).hasContent(listed);
            assertThat(new CacheMarker(layout)
                            .judge(StartList.read(layout.startList()))
                            .rebuild())
                    .as("killed at step %d: the cache is made anew from the list", step)
                    .isTrue();
            container.killAt = -1;
            engine.close();
            engine = engine();
            assertThat(engine.history(5)).singleElement().satisfies(entry -> {
                assertThat(entry.result()).isEqualTo(Result.PUT_BACK);
                assertThat(entry.reasons()).singleElement().asString().contains("ended in the middle");
            });
        }
    }

    @Test
    void aRevisionThatDoesNotWorkIsPutBack() throws Exception {
        container.broken.add("1.1.0");

        Outcome outcome = upgrade(jar(A, "1.1"));

        assertThat(outcome.result()).isEqualTo(Result.PUT_BACK);
        assertThat(outcome.reasons()).containsExactly("C could not be activated: it is broken");
        assertThat(container.version(A)).isEqualTo("1.0.0");
        assertThat(layout.base().resolve("system/org/dharmic/x-a/1.1.0")).doesNotExist();
        assertThat(upgrade(jar(A, "1.2")).result()).isEqualTo(Result.KEPT);
    }

    @Test
    void whatCannotBePutBackIsToldAndMadeAnewByTheNextStart() throws Exception {
        container.broken.addAll(List.of("1.0.0", "1.1.0"));
        Outcome outcome = upgrade(jar(A, "1.1"));
        assertThat(outcome.result()).as("as broken as before").isEqualTo(Result.KEPT);

        container.broken.clear();
        container.broken.add("1.2.0");
        Files.delete(layout.base().resolve("system/org/dharmic/x-a/1.1.0/x-a-1.1.0.jar"));
        Outcome refused = upgrade(jar(A, "1.2"));
        assertThat(refused.result()).isEqualTo(Result.REFUSED);
        assertThat(refused.reasons()).singleElement().asString().contains("nothing could be put back");
    }

    @Test
    void whatIsNotRightIsRefusedWithItsReason() throws Exception {
        assertRefused(upgrade(jar(A, "0.9")), "is older than 1.0.0", "swap:rollback");
        assertRefused(upgrade(jar(A, "1.0")), "a newer Bundle-Version than 1.0.0");
        assertRefused(upgrade(jar("new", "1.0")), "no bundle new runs here");
        assertRefused(carryOut(Kind.INSTALL, false, jar(A, "1.1")), "runs already; swap:upgrade");
        assertRefused(upgrade(jar(A, "1.1"), jar(A, "1.2")), "holds " + A + " twice");
        assertRefused(upgrade(folder.resolve("none.jar")), "is not there");
        assertRefused(upgrade(), "nothing was named");
        container.missing.add("(osgi.wiring.package=p)");
        assertRefused(
                upgrade(Jars.bundle(A, "1.1").with("Import-Package", "p").into(folder.resolve("p.jar"))),
                "needs package p, and no bundle provides it");
        container.add(B, "1.5", "file:/b.jar", 70);
        assertRefused(upgrade(jar(B, "2.0")), "2 revisions of it run side by side");
        assertThat(container.deeds).isEmpty();
        assertThat(vouched()).isTrue();
        assertThat(engine.history(99)).extracting(HistoryEntry::result).containsOnly(Result.REFUSED);
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.reasons()).singleElement().asString().contains(words);
    }

    @Test
    void whatASetBringsAlongItselfIsProvided() throws Exception {
        container.missing.add("(objectClass=S)");
        Path needs = Jars.bundle(A, "1.1")
                .with("Require-Capability", "osgi.service;filter:=\"(objectClass=S)\";effective:=active")
                .into(folder.resolve("needs.jar"));
        assertRefused(upgrade(needs), "needs osgi.service (objectClass=S), and there is no such service now");

        Path brings = Jars.bundle(B, "1.1")
                .with("Provide-Capability", "osgi.service;objectClass:List<String>=\"S,T\";effective:=active")
                .into(folder.resolve("brings.jar"));
        Outcome outcome = upgrade(needs, brings);
        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Result.KEPT);
        assertThat(outcome.plan().changes())
                .extracting(change -> change.symbolicName())
                .containsExactly(B, A);
    }

    @Test
    void aContractStopsItsUsersFirstAndIsRewiredOnce() throws Exception {
        String filter = "(&(osgi.wiring.package=api)(version>=1.0.0)(!(version>=2.0.0)))";
        container.wire(2, 1, filter);
        container.wire(4, 1, filter);
        Path api = Jars.bundle(API, "1.1")
                .with("Export-Package", "api;version=1.2")
                .into(folder.resolve("api.jar"));
        assertRefused(upgrade(api), "beyond the subsystem", OTHER);

        Outcome outcome = carryOut(Kind.UPGRADE, true, api, jar(A, "1.1"));

        assertThat(outcome.result()).as("%s", outcome.reasons()).isEqualTo(Result.KEPT);
        assertThat(outcome.plan().refreshed()).containsExactly(OTHER);
        assertThat(container.deeds)
                .containsExactly(
                        "stop 4",
                        "stop 2",
                        "stop 1",
                        "update 1",
                        "update 2",
                        "refresh [1, 2]",
                        "start 1",
                        "start 2",
                        "start 4",
                        "measured");
        Path incompatible = Jars.bundle(API, "1.2")
                .with("Export-Package", "api;version=2.0")
                .into(folder.resolve("api2.jar"));
        container.missing.add(filter);
        Plan plan = engine.plan(new Request(Kind.UPGRADE, List.of(incompatible), List.of(), true, "test"));
        assertThat(plan.refusals()).hasSize(2).allMatch(why -> why.contains("nothing would provide it afterwards"));
    }

    @Test
    void whatDoesTheExchangeTakesEffectAtTheNextStart() throws Exception {
        Outcome outcome = upgrade(jar("org.dharmic.swap", "1.1"));

        assertThat(outcome.result()).isEqualTo(Result.AT_RESTART);
        assertThat(container.deeds).isEmpty();
        assertThat(vouched()).as("the next start makes the cache anew").isFalse();
        assertThat(engine.overview().differences())
                .singleElement()
                .asString()
                .contains("org.dharmic.swap 1.0.0 runs, the start list names mvn:org.dharmic/swap/1.1.0");
        assertThat(engine.rollback("swap", false, "test").result()).isEqualTo(Result.AT_RESTART);
        assertThat(vouched()).isTrue();
    }

    @Test
    void rollbackGoesBackThroughTheHistory() throws Exception {
        upgrade(jar(A, "1.1"));
        upgrade(jar(A, "1.2"), jar(B, "1.1"));

        assertThat(engine.rollback(A, false, "test").result()).isEqualTo(Result.KEPT);
        assertThat(List.of(container.version(A), container.version(B))).containsExactly("1.1.0", "1.0.0");
        assertThat(engine.rollback("x-a", false, "test").result()).isEqualTo(Result.KEPT);
        assertThat(container.version(A)).isEqualTo("1.0.0");
        assertThat(layout.startList()).hasContent(listed);
        assertRefused(engine.rollback(A, false, "test"), "no exchange of " + A + " is in force");
    }

    @Test
    void aSetOfWhichAPartWentOnIsNotTakenBack() throws Exception {
        upgrade(jar(A, "1.1"), jar(B, "1.1"));
        upgrade(jar(B, "1.2"));

        assertRefused(engine.rollback(A, false, "test"), B + " is no longer at 1.1.0", "take the later exchange back");
        assertThat(engine.rollback(B, false, "test").result()).isEqualTo(Result.KEPT);
        assertThat(engine.rollback(A, false, "test").result()).isEqualTo(Result.KEPT);
        assertThat(layout.startList()).hasContent(listed);
    }

    @Test
    void whatIsAddedGetsALineAndGoesAgain() throws Exception {
        Outcome added =
                engine.carryOut(new Request(Kind.INSTALL, List.of(jar("mine", "3.0")), List.of(), false, 71, "test"));
        assertThat(added.result()).as("%s", added.reasons()).isEqualTo(Result.KEPT);
        assertThat(layout.startList()).content().isEqualTo(listed + "mvn\\:local/mine/3.0.0 = 71\n");
        assertThat(carryOut(Kind.UPGRADE, false, jar("mine", "3.1")).result()).isEqualTo(Result.KEPT);
        assertThat(layout.startList()).content().isEqualTo(listed + "mvn\\:local/mine/3.1.0 = 71\n");

        assertRefused(remove(B, false), "came with the distribution");
        assertThat(remove("mine", false).result()).isEqualTo(Result.KEPT);
        assertThat(container.version("mine")).isEqualTo("gone");
        assertThat(layout.startList()).hasContent(listed);

        assertThat(engine.rollback("mine", false, "test").result()).isEqualTo(Result.KEPT);
        assertThat(container.version("mine")).isEqualTo("3.1.0");
        assertThat(layout.startList()).content().isEqualTo(listed + "mvn\\:local/mine/3.1.0 = 71\n");
    }

    @Test
    void anAdditionThatDoesNotWorkLeavesNothing() throws Exception {
        container.broken.add("3.0.0");

        assertThat(carryOut(Kind.INSTALL, false, jar("mine", "3.0")).result()).isEqualTo(Result.PUT_BACK);

        assertThat(container.version("mine")).isEqualTo("gone");
        assertThat(layout.startList()).hasContent(listed);
        assertThat(vouched()).isTrue();
    }

    @Test
    void aBundleWithoutALineGetsOne() throws Exception {
        container.add("mine", "3.0", "file:/mine.jar", 80);
        assertThat(engine.overview().differences()).singleElement().asString().contains("swap:install mine");
        assertRefused(upgrade(jar("mine", "3.1")), "swap:install mine");

        assertThat(carryOut(Kind.INSTALL, false, jar("mine", "3.0")).result()).isEqualTo(Result.KEPT);

        assertThat(layout.startList()).content().isEqualTo(listed + "mvn\\:local/mine/3.0.0 = 80\n");
        assertThat(engine.overview().differences()).isEmpty();
        assertThat(upgrade(jar("mine", "3.1")).result()).isEqualTo(Result.KEPT);
    }

    private Outcome remove(String name, boolean force) {
        return engine.carryOut(new Request(Kind.REMOVE, List.of(), List.of(name), force, "test"));
    }
}
