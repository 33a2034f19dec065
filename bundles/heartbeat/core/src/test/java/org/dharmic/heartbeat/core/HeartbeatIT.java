package org.dharmic.heartbeat.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.heartbeat.Alert;
import org.dharmic.heartbeat.AlertSink;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Beat.Check;
import org.dharmic.heartbeat.Beat.Status;
import org.dharmic.heartbeat.Heartbeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** The heartbeat among the real framework, component runtime and health check executor. */
class HeartbeatIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private Framework framework;
    private Bundle room;

    @BeforeEach
    void start() throws Exception {
        framework = new org.apache.felix.framework.FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        "dharmic.data",
                        folder.resolve("data").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        String.join(
                                ",",
                                "org.slf4j;version=1.7.36",
                                "org.slf4j.helpers;version=1.7.36",
                                "org.slf4j.spi;version=1.7.36",
                                "org.apache.felix.hc.api;version=2.0.4",
                                "org.apache.felix.hc.api.condition;version=1.0.0",
                                "org.apache.felix.hc.api.execution;version=2.0.0",
                                "org.dharmic.heartbeat;version=1.0.0",
                                "org.osgi.service.event;version=1.4.1",
                                "org.osgi.service.component;version=1.5.1",
                                "org.osgi.service.component.runtime;version=1.5.0",
                                "org.osgi.service.component.runtime.dto;version=1.5.0",
                                "org.osgi.util.promise;version=1.3.0",
                                "org.osgi.util.function;version=1.2.0")));
        framework.start();
        for (String library : List.of(
                "org.apache.felix.configadmin",
                "org.apache.felix.scr",
                "jackson-core",
                "lib-cron",
                "lib-metrics",
                "lib-health")) {
            install(library).start();
        }
        room = framework
                .getBundleContext()
                .installBundle(Path.of(System.getProperty("room.jar")).toUri().toString());
        room.start();
        awaitStatus("running");
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(SOON.toMillis());
    }

    @Test
    void aHangingCheckDelaysNoOtherAndBadNewsReachesTheOwnerOnce() {
        List<Alert> alerts = new CopyOnWriteArrayList<>();
        framework
                .getBundleContext()
                .registerService(
                        AlertSink.class,
                        alert -> {
                            throw new IllegalStateException("this sink is broken");
                        },
                        null);
        framework.getBundleContext().registerService(AlertSink.class, alerts::add, null);
        CountDownLatch end = new CountDownLatch(1);
        check("test.hanging", () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Result(Result.Status.OK, "at last");
        });
        check("test.good", () -> new Result(Result.Status.OK, "fine"));
        check("test.bad", () -> new Result(Result.Status.CRITICAL, "lost"));
        try {
            Beat beat = heartbeat().now();
            assertThat(status(beat, "test.good")).isEqualTo(Status.OK);
            assertThat(status(beat, "test.bad")).isEqualTo(Status.CRITICAL);
            assertThat(status(beat, "test.hanging")).isNotEqualTo(Status.OK);
            assertThat(status(beat, "components")).isEqualTo(Status.OK);
            assertThat(status(beat, "heartbeat.core")).isEqualTo(Status.OK);
            heartbeat().now();
            assertThat(alerts).extracting(Alert::key).containsExactly("test.bad");
            assertThat(status(heartbeat().now(), "heartbeat.core")).isEqualTo(Status.WARN);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aCheckThatLeavesIsTemporarilyUnavailable() {
        ServiceRegistration<HealthCheck> check = check("test.swapped", () -> new Result(Result.Status.OK, "fine"));
        assertThat(status(heartbeat().now(), "test.swapped")).isEqualTo(Status.OK);
        check.unregister();
        assertThat(status(heartbeat().now(), "test.swapped")).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void anExchangeOfTheHeartbeatShowsNoInterruptionAndAStopIsTold() throws Exception {
        String before = ready();
        try (InputStream jar = Files.newInputStream(Path.of(System.getProperty("room.jar")))) {
            room.update(jar);
        }
        assertThat(heartbeat().now().checks()).extracting(Check::name).contains("components");
        awaitStatus("running");
        assertThat(ready()).isEqualTo(before);
        // A pool counts as ended a moment before its last thread is gone.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .filteredOn(name -> name.startsWith("heartbeat-beat"))
                .as("the earlier revision's thread has ended")
                .hasSize(1));
        framework.stop();
        framework.waitForStop(SOON.toMillis());
        awaitStatus("stopping");
    }

    private ServiceRegistration<HealthCheck> check(String name, HealthCheck check) {
        return framework
                .getBundleContext()
                .registerService(
                        HealthCheck.class,
                        check,
                        new Hashtable<>(Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, FelixChecks.TAG)));
    }

    private Heartbeat heartbeat() {
        ServiceReference<Heartbeat> reference = framework.getBundleContext().getServiceReference(Heartbeat.class);
        return framework.getBundleContext().getService(reference);
    }

    private static Status status(Beat beat, String check) {
        return beat.checks().stream()
                .filter(each -> each.name().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError(check + " is not in " + beat.checks()))
                .status();
    }

    private void awaitStatus(String status) {
        Path file = folder.resolve("data").resolve("status.json");
        await().atMost(SOON).untilAsserted(() -> assertThat(file)
                .content()
                .contains(
                        "\"status\" : \"" + status + "\"",
                        "\"pid\" : " + ProcessHandle.current().pid()));
    }

    private String ready() throws IOException {
        return Files.readAllLines(folder.resolve("data").resolve("status.json")).stream()
                .filter(line -> line.contains("ready_after_ms"))
                .findFirst()
                .orElseThrow();
    }

    private Bundle install(String artifact) throws BundleException {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(path -> Path.of(path).getFileName().toString().startsWith(artifact + "-"))
                .findFirst()
                .orElseThrow();
        return framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
    }
}
