package org.dharmic.deepmemory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.dharmic.deepmemory.DeepMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class DeepMemoryComponentTest {

    @TempDir
    Path data;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private DeepMemoryComponent component(Map<String, Object> config) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? data.toString() : null);
        DeepMemoryComponent component = new DeepMemoryComponent(context, config(config));
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
}
