package org.dharmic.configguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.configguard.room.Neighbour;
import org.dharmic.configguard.room.Room;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.platform.ConfigProblems;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A framework with the guard, a room with one PID, and a neighbour that refers to it. Its storage outlives a restart. */
final class GuardedFramework {

    static final String PID = "org.dharmic.test.room";
    static final Duration SOON = Duration.ofSeconds(10);

    private static final String GUARD = "org.dharmic.configguard";

    private final Path folder;
    private Framework framework;

    GuardedFramework(Path folder) throws Exception {
        this.folder = folder;
        boot();
        install("org.apache.felix.configadmin").start();
        install("org.apache.felix.scr").start();
        framework()
                .getBundleContext()
                .installBundle(Path.of(System.getProperty("guard.jar")).toUri().toString())
                .start();
        configure(Map.of("size", "3"));
        framework.getBundleContext().installBundle("neighbour", neighbour()).start();
        framework.getBundleContext().installBundle("room", room()).start();
        awaitSize("3");
    }

    Framework framework() {
        return framework;
    }

    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(SOON.toMillis());
    }

    void restart() throws Exception {
        stop();
        boot();
    }

    void updateRoom() throws BundleException, IOException {
        bundle(PID).update(room());
    }

    void updateGuard() throws Exception {
        bundle(GUARD)
                .update(Path.of(System.getProperty("guard.jar")).toUri().toURL().openStream());
    }

    private Bundle bundle(String name) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** What the component runtime itself thinks of the room. */
    ComponentConfigurationDTO component() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        ComponentDescriptionDTO room = runtime.getComponentDescriptionDTO(bundle(PID), "room");
        return runtime.getComponentConfigurationDTOs(room).iterator().next();
    }

    Result health() {
        return service(HealthCheck.class).execute();
    }

    /** What the supplier says that the neighbour takes for the best. */
    Object bound() {
        try {
            return service(Callable.class).call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    <S> S service(Class<S> type) {
        ServiceReference<S> reference = framework.getBundleContext().getServiceReference(type);
        return framework.getBundleContext().getService(reference);
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

    Configuration configuration() throws IOException {
        ServiceReference<ConfigurationAdmin> admin =
                framework.getBundleContext().getServiceReference(ConfigurationAdmin.class);
        return framework.getBundleContext().getService(admin).getConfiguration(PID, "?");
    }

    void configure(Map<String, ?> set) throws IOException {
        configuration().update(new Hashtable<>(set));
    }

    void awaitSize(String size) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(property("size")).isEqualTo(size);
            assertThat(supplier().get()).isEqualTo(size);
        });
    }

    Object property(String key) {
        ServiceReference<?> reference = reference();
        return reference == null ? null : reference.getProperty(key);
    }

    Supplier<?> supplier() {
        ServiceReference<?> reference = reference();
        return reference == null
                ? () -> null
                : (Supplier<?>) framework.getBundleContext().getService(reference);
    }

    private ServiceReference<?> reference() {
        try {
            ServiceReference<?>[] all = framework
                    .getBundleContext()
                    .getAllServiceReferences(Supplier.class.getName(), "(component.name=room)");
            return all == null ? null : all[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ConfigProblem> problems() {
        return service(ConfigProblems.class).problems();
    }

    private static InputStream room() throws IOException {
        return bundle(PID, Room.class, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="room" immediate="true"
                    activate="activate" modified="modified" configuration-pid="%s">
                  <property name="size" type="Integer" value="1"/>
                  <property name="service.ranking" type="Integer" value="0"/>
                  <service><provide interface="java.util.function.Supplier"/></service>
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(PID, Room.class.getName()), """
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
                  <OCD id="room" name="Room">
                    <AD id="size" type="Integer" min="1" max="9" default="1"/>
                    <AD id="service.ranking" type="Integer" min="-100" max="100" default="0"/>
                  </OCD>
                  <Designate pid="%s"><Object ocdref="room"/></Designate>
                </metatype:MetaData>
                """.formatted(PID));
    }

    private static InputStream neighbour() throws IOException {
        return bundle("org.dharmic.test.neighbour", Neighbour.class, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="neighbour" immediate="true">
                  <service><provide interface="java.util.concurrent.Callable"/></service>
                  <reference name="supplier" interface="java.util.function.Supplier" bind="bind" updated="bind"
                      unbind="unbind" cardinality="0..n" policy="dynamic"/>
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(Neighbour.class.getName()), "");
    }

    private static InputStream bundle(String name, Class<?> content, String component, String metatype)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_VERSION, "1.0.0");
        headers.putValue("Service-Component", "OSGI-INF/component.xml");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            String path = content.getName().replace('.', '/') + ".class";
            try (InputStream in = content.getClassLoader().getResourceAsStream(path)) {
                add(jar, path, in.readAllBytes());
            }
            add(jar, "OSGI-INF/component.xml", component.getBytes(StandardCharsets.UTF_8));
            if (!metatype.isEmpty()) {
                add(jar, "OSGI-INF/metatype/metatype.xml", metatype.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }
}
