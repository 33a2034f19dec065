package org.dharmic.configguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.dharmic.configguard.room.Room;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.platform.ConfigProblems;
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
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The guard among the real framework, component runtime and configuration admin. */
class GuardIT {

    private static final String PID = "org.dharmic.test.room";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Framework framework;
    private Bundle room;

    @BeforeEach
    void start() throws Exception {
        boot();
        install("org.apache.felix.configadmin").start();
        install("org.apache.felix.scr").start();
        framework
                .getBundleContext()
                .installBundle(Path.of(System.getProperty("guard.jar")).toUri().toString())
                .start();
        configure("3");
        room = framework.getBundleContext().installBundle("room", room());
        room.start();
        awaitSize("3");
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("data/config/" + PID + ".good")));
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(SOON.toMillis());
    }

    @Test
    void aBadSetReachesNeitherInstanceNorServicePropertiesNorTheNextStart() throws Exception {
        Object instance = service();
        configure("many");
        await().atMost(SOON).until(() -> !problems().isEmpty());
        assertThat(problems().get(0).message())
                .isEqualTo("size must be a whole number from 1 to 9, was 'many' (etc/" + PID + ".cfg)");
        assertThat(service()).isSameAs(instance);
        assertThat(property()).isEqualTo("3");
        assertThat(service().get()).isEqualTo("3");
        assertThat(configuration().getProperties().get("size"))
                .as("what the user wrote")
                .isEqualTo("many");

        room.update(room());
        awaitSize("3");
        restart();
        awaitSize("3");
        assertThat(problems()).hasSize(1);

        configure("4");
        awaitSize("4");
        await().atMost(SOON).until(() -> problems().isEmpty());
    }

    @Test
    void whatTheRoomsOwnCheckRefusesStaysOutWhileTheCheckIsAway() throws Exception {
        ServiceRegistration<ConfigCheck> check = framework
                .getBundleContext()
                .registerService(
                        ConfigCheck.class,
                        set -> "7".equals(set.get("size"))
                                ? List.of(new ConfigProblem(PID, "size", "7", "anything but 7", ""))
                                : List.of(),
                        new Hashtable<>(Map.of(ConfigCheck.PID, PID)));
        configure("7");
        await().atMost(SOON).until(() -> !problems().isEmpty());
        assertThat(property()).isEqualTo("3");
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("data/config/" + PID + ".refused")));
        check.unregister();
        room.update(room());
        awaitSize("3");
        restart();
        awaitSize("3");
    }

    @Test
    void aSetThatPassedBeforeTheCheckCameIsTakenBack() throws Exception {
        configure("7");
        awaitSize("7");
        framework
                .getBundleContext()
                .registerService(
                        ConfigCheck.class,
                        set -> "7".equals(set.get("size"))
                                ? List.of(new ConfigProblem(PID, "size", "7", "anything but 7", ""))
                                : List.of(),
                        new Hashtable<>(Map.of(ConfigCheck.PID, PID)));
        awaitSize("3");
        assertThat(problems()).extracting(ConfigProblem::expected).containsExactly("anything but 7");
    }

    private void restart() throws Exception {
        framework.stop();
        framework.waitForStop(SOON.toMillis());
        boot();
        room = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> PID.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private void boot() throws BundleException {
        FrameworkFactory factory = new org.apache.felix.framework.FrameworkFactory();
        framework = factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("cache").toString(),
                "dharmic.data",
                folder.resolve("data").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                String.join(
                        ",",
                        "org.slf4j;version=1.7.36",
                        "org.apache.felix.hc.api;version=2.0.4",
                        "org.dharmic.platform;version=1.0.0",
                        "org.osgi.service.cm;version=1.6.1",
                        "org.osgi.service.component;version=1.5.1",
                        "org.osgi.service.component.runtime;version=1.5.0",
                        "org.osgi.service.component.runtime.dto;version=1.5.0",
                        "org.osgi.util.promise;version=1.3.0",
                        "org.osgi.util.function;version=1.2.0")));
        framework.start();
    }

    private Bundle install(String artifact) throws BundleException {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(path -> Path.of(path).getFileName().toString().startsWith(artifact + "-"))
                .findFirst()
                .orElseThrow();
        return framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
    }

    private Configuration configuration() throws IOException {
        ServiceReference<ConfigurationAdmin> admin =
                framework.getBundleContext().getServiceReference(ConfigurationAdmin.class);
        return framework.getBundleContext().getService(admin).getConfiguration(PID, "?");
    }

    private void configure(String size) throws IOException {
        Dictionary<String, Object> set = new Hashtable<>(Map.of("size", size));
        configuration().update(set);
    }

    private void awaitSize(String size) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(property()).isEqualTo(size);
            assertThat(service().get()).isEqualTo(size);
        });
    }

    private Object property() {
        ServiceReference<?> reference = reference();
        return reference == null ? null : reference.getProperty("size");
    }

    private Supplier<?> service() {
        return (Supplier<?>) framework.getBundleContext().getService(reference());
    }

    private ServiceReference<?> reference() {
        return framework.getBundleContext().getServiceReference(Supplier.class.getName());
    }

    private List<ConfigProblem> problems() {
        ServiceReference<ConfigProblems> problems =
                framework.getBundleContext().getServiceReference(ConfigProblems.class);
        return framework.getBundleContext().getService(problems).problems();
    }

    private static InputStream room() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, PID);
        headers.putValue(Constants.BUNDLE_VERSION, "1.0.0");
        headers.putValue("Service-Component", "OSGI-INF/room.xml");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            String path = Room.class.getName().replace('.', '/') + ".class";
            try (InputStream in = Room.class.getClassLoader().getResourceAsStream(path)) {
                add(jar, path, in.readAllBytes());
            }
            add(jar, "OSGI-INF/room.xml", """
                    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="room" immediate="true"
                        activate="activate" modified="modified" configuration-pid="%s">
                      <property name="size" type="Integer" value="1"/>
                      <service><provide interface="java.util.function.Supplier"/></service>
                      <implementation class="%s"/>
                    </scr:component>
                    """.formatted(PID, Room.class.getName())
                    .getBytes(StandardCharsets.UTF_8));
            add(jar, "OSGI-INF/metatype/room.xml", """
                    <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
                      <OCD id="room" name="Room"><AD id="size" type="Integer" min="1" max="9" default="1"/></OCD>
                      <Designate pid="%s"><Object ocdref="room"/></Designate>
                    </metatype:MetaData>
                    """.formatted(PID).getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }
}
