package org.dharmic.deepmemory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.dharmic.deepmemory.DeepMemoryException;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.sqlite.SQLiteDataSource;

class DeepMemoryComponentTest {

    @TempDir
    Path data;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? data.toString() : null);
    }

    private DeepMemoryComponent component(Map<String, Object> config) {
        DeepMemoryComponent component = new DeepMemoryComponent(context(), config(config));
        component.bindMeterRegistry(registry);
        return component;
    }

    /** The defaults of the annotation, and what a test sets. */
    private static DeepMemoryConfig config(Map<String, Object> set) {
        return (DeepMemoryConfig) Proxy.newProxyInstance(
                DeepMemoryConfig.class.getClassLoader(),
                new Class<?>[] {DeepMemoryConfig.class, Annotation.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void itRemembersAcrossRevisionsAndTakesItsMetersAlong() {
        DeepMemoryComponent before = component(Map.of());
        await().untilAsserted(() -> assertThat(before.execute().getStatus()).isEqualTo(Result.Status.OK));
        before.add("k", "The boiler.", List.of());
        assertThat(registry.get("deep_memory_facts").gauge().value()).isEqualTo(1.0);
        before.deactivate();
        assertThat(registry.getMeters()).isEmpty();
        assertThatThrownBy(() -> before.recent(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaving");
        DeepMemoryComponent after = component(Map.of());
        assertThat(after.search("boiler", 5)).hasSize(1);
        after.deactivate();
        // A pool counts as ended a moment before its last thread is gone.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("deep-memory-open")));
    }

    @Test
    void cacheAndReadersAreSwitchedWhileRunning() {
        DeepMemoryComponent component = component(Map.of());
        component.add("", "The boiler.", List.of());
        component.search("boiler", 5);
        component.search("boiler", 5);
        assertThat(registry.get("deep_memory_cache_hits").gauge().value()).isEqualTo(1.0);
        component.modified(config(Map.of("cache_entries", 0, "readers", 0)));
        component.search("boiler", 5);
        component.search("boiler", 5);
        assertThat(registry.get("deep_memory_cache_hits").gauge().value()).isEqualTo(1.0);
        component.deactivate();
    }

    @Test
    void aBrokenIdentityIsAWarningAndNoMore() throws Exception {
        Files.writeString(data.resolve("identity_core.json"), "{broken");
        DeepMemoryComponent component = component(Map.of());
        assertThat(component.identity()).isEmpty();
        assertThat(component.execute().getStatus()).isEqualTo(Result.Status.WARN);
        component.deactivate();
    }

    @Test
    void aMemoryThatCannotBeOpenedSaysWhy() throws Exception {
        Files.writeString(data.resolve("deep-memory.db"), "not a database ".repeat(100));
        DeepMemoryComponent component = component(Map.of());
        assertThatThrownBy(() -> component.recent(1))
                .isInstanceOf(DeepMemoryException.class)
                .hasMessageContaining("deep-memory.db");
        assertThat(component.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        component.deactivate();
    }

    @Test
    void aBadSettingIsNamedWithItsFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> component(Map.of("readers", 9)))
                .withMessage("readers must be 0 to 8, was 9 (etc/org.dharmic.deepmemory.sqlite.cfg)");
        assertThatIllegalArgumentException().isThrownBy(() -> component(Map.of("owner", " ")));
    }

    @Test
    void anotherFileAnotherOwnerAndAnotherIdentityAreMovedToWhileItRuns() throws Exception {
        Files.writeString(data.resolve("other.json"), "{\"name\": \"Other\"}");
        DeepMemoryComponent component = component(Map.of());
        component.add("", "The boiler.", List.of());
        component.modified(config(Map.of("file", "elsewhere/other.db", "identity_file", "other.json")));
        assertThat(component.count()).isZero();
        assertThat(component.identity())
                .hasValueSatisfying(identity -> assertThat(identity.name()).isEqualTo("Other"));
        assertThat(open()).noneMatch(file -> file.contains("deep-memory.db"));
        component.modified(config(Map.of("owner", "somebody")));
        assertThat(component.search("boiler", 5)).hasSize(1);
        component.deactivate();
        assertThat(open()).isEmpty();
    }

    @Test
    void callsWaitWhileTheFileIsExchanged() throws Exception {
        DeepMemoryComponent component = component(Map.of());
        component.add("", "The boiler.", List.of());
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                assertThat(component.recent(1)).hasSize(1);
                answers.incrementAndGet();
            }
        });
        for (String owner : List.of("one", "two", "three")) {
            int before = answers.get();
            component.modified(config(Map.of("owner", owner)));
            await().until(() -> answers.get() > before || asking.isDone());
        }
        stop.set(true);
        asking.get(15, TimeUnit.SECONDS);
        component.deactivate();
    }

    @Test
    void whatCannotBeOpenedLeavesNothingOpen() throws Exception {
        DeepMemoryComponent first = component(Map.of());
        first.add("", "The boiler.", List.of());
        first.deactivate();
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + data.resolve("deep-memory.db"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        DeepMemoryComponent second = component(Map.of());
        assertThatThrownBy(() -> second.recent(1)).hasMessageContaining("schema version 99");
        assertThat(open()).isEmpty();
        second.deactivate();
    }

    @Test
    void placesThatCannotBeAreProblems() throws Exception {
        DeepMemoryConfigCheck check = new DeepMemoryConfigCheck(context());
        Files.createDirectories(data.resolve("folder"));
        assertThat(check.check(Map.of("file", "", "identity.file", "", "owner", "me")))
                .isEmpty();
        assertThat(check.check(Map.of("file", "new/place.db"))).isEmpty();
        assertThat(check.check(Map.of("file", "folder", "identity.file", "folder", "owner", " ")))
                .extracting(ConfigProblem::key)
                .containsExactly("owner", "file", "identity.file");
    }

    /** Descriptors of this process below the test's folder. */
    private List<String> open() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(DeepMemoryComponentTest::target)
                    .filter(target -> target.startsWith(data.toString()))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
