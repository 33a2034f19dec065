package org.dharmic.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Filter;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;

class JournalComponentTest {

    private static final Outbound MAIL = new Outbound("k", "", "", "me@x", "s", "m");

    @TempDir
    Path data;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> topics = new ArrayList<>();

    private JournalComponent component(Map<String, Object> config) {
        JournalComponent component = new JournalComponent(context(), config(config));
        component.bindMeterRegistry(registry);
        component.bindEventAdmin(new EventAdmin() {
            @Override
            public void postEvent(Event event) {
                topics.add(event.getTopic() + " " + event.getProperty(JournalTopics.STAGE));
            }

            @Override
            public void sendEvent(Event event) {
                throw new AssertionError(EventHandler.class + " must not be waited for");
            }
        });
        return component;
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? data.toString() : null);
    }

    /** The defaults of the annotation, and what a test sets. */
    private static JournalConfig config(Map<String, Object> set) {
        return (JournalConfig) Proxy.newProxyInstance(
                JournalConfig.class.getClassLoader(),
                new Class<?>[] {JournalConfig.class, Annotation.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void itOpensByItselfTellsWhatItDidAndTakesItsMetersAlong() {
        JournalComponent component = component(Map.of());
        await().untilAsserted(() -> assertThat(component.execute().getStatus()).isEqualTo(Result.Status.OK));
        component.submit(MAIL);
        assertThat(topics).containsExactly("org/dharmic/journal/STAGED ANSWERED");
        assertThat(registry.get("journal_items")
                        .tag("stage", "answered")
                        .gauge()
                        .value())
                .isEqualTo(1.0);
        assertThat(registry.get("journal_transitions_total")
                        .tag("stage", "answered")
                        .counter()
                        .count())
                .isEqualTo(1.0);
        assertThat(registry.get("journal_commit_seconds").timer().count()).isEqualTo(1);
        component.deactivate();
        assertThat(registry.getMeters()).isEmpty();
        assertThatThrownBy(() -> component.find(Filter.newest(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaving");
        // A pool counts as ended a moment before its last thread is gone.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("journal-keeper")));
    }

    @Test
    void theNextRevisionGoesOnWhereThisOneStopped() {
        JournalComponent before = component(Map.of());
        String id = before.submit(MAIL);
        var lease = before.lease(Stage.ANSWERED, "w", Duration.ofMinutes(1)).orElseThrow();
        before.deactivate();
        JournalComponent after = component(Map.of());
        assertThat(after.lease(Stage.ANSWERED, "w", Duration.ofMinutes(1))).isEmpty();
        after.park(lease, "look");
        assertThat(after.execute().getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(after.retry(id)).isTrue();
        after.deactivate();
    }

    @Test
    void aJournalThatCannotBeOpenedSaysWhyInEveryCallAndInHealth() throws Exception {
        Files.writeString(data.resolve("journal"), "a file where the folder should be");
        JournalComponent component = component(Map.of());
        assertThatThrownBy(component::stats)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(data.resolve("journal").toString());
        assertThat(component.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        component.deactivate();
    }

    @Test
    void aFullDiskIsCriticalAndTheLimitIsChangedWhileRunning() {
        JournalComponent component = component(Map.of());
        component.stats();
        component.modified(config(Map.of("spool_min_free_mb", 1_000_000)));
        boolean huge = data.toFile().getUsableSpace() >= 1_000_000L << 20;
        assertThat(component.execute().getStatus()).isEqualTo(huge ? Result.Status.OK : Result.Status.CRITICAL);
        component.modified(config(Map.of("spool_min_free_mb", 0, "busy_timeout_ms", 100)));
        assertThat(component.execute().getStatus()).isEqualTo(Result.Status.OK);
        component.submit(MAIL);
        component.deactivate();
    }

    @Test
    void theFolderIsChangedWhileRunningAndCallsWaitForIt() throws Exception {
        JournalComponent component = component(Map.of());
        String first = component.submit(MAIL);
        component.modified(config(Map.of("folder", "other")));
        assertThat(component.find(first)).as("another journal").isEmpty();
        String second = component.submit(MAIL);
        topics.clear();

        component.modified(config(Map.of()));

        assertThat(component.find(first)).isPresent();
        assertThat(component.find(second)).isEmpty();
        assertThat(topics).as("there is work here").containsExactly("org/dharmic/journal/STAGED ANSWERED");
        assertThat(data.resolve("other/journal.db-wal")).as("closed").doesNotExist();
        component.deactivate();
    }

    @Test
    void aFolderThatCannotBeIsRefused() throws Exception {
        Files.writeString(data.resolve("file"), "");
        JournalConfigCheck check = new JournalConfigCheck(context());
        assertThat(check.check(Map.of("folder", "file/below")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("folder"));
        assertThat(check.check(Map.of("folder", "new/one"))).isEmpty();
        assertThat(check.check(Map.of())).isEmpty();
    }

    @Test
    void aBadSettingIsNamedWithItsFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> component(Map.of("keep_days", -1)))
                .withMessage("keep.days must be 0 to 36500, was -1 (etc/org.dharmic.journal.sqlite.cfg)");
    }
}
