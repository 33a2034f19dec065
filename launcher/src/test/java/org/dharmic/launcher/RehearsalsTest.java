package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

class RehearsalsTest {

    /** Runs in a bundle. */
    public static final class Noting implements Consumer<Path> {
        @Override
        public void accept(Path folder) {
            try {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve("rehearsed"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TempDir
    Path folder;

    private Framework framework;
    private Path scratch;

    @BeforeEach
    void aFramework() throws Exception {
        scratch = folder.resolve("scratch");
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                        "100"));
        framework.init();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void aBundleThatAsksForItRehearsesBeforeItIsStarted() throws Exception {
        install("first", 20, null).start();
        Bundle later = install("later", 200, Noting.class.getName());
        later.start();
        start();
        await().until(() -> Files.exists(scratch.resolve("later-1.2.3/rehearsed")));
        assertThat(later.getState()).isNotEqualTo(Bundle.ACTIVE);
    }

    /** Or the thread of the rehearsals would resolve it, while others start. */
    @Test
    void itIsResolvedBeforeTheFrameworkStarts() throws Exception {
        Bundle asking = install("asking", 20, Noting.class.getName());
        Rehearsals.prepare(framework.getBundleContext(), scratch);
        assertThat(asking.getState()).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    void oneThatFailsHindersNoOther() throws Exception {
        install("absent", 20, "org.example.Absent").start();
        install("other", 20, String.class.getName()).start();
        install("sound", 20, Noting.class.getName()).start();
        start();
        await().until(() -> Files.exists(scratch.resolve("sound-1.2.3/rehearsed")));
    }

    private void start() throws Exception {
        Rehearsals.prepare(framework.getBundleContext(), scratch);
        framework.start();
    }

    private Bundle install(String name, int level, String rehearsal) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        main.putValue(Constants.BUNDLE_VERSION, "1.2.3");
        if (rehearsal != null) {
            main.putValue(Rehearsals.HEADER, rehearsal);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            String entry = Noting.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(entry));
            try (InputStream code = getClass().getClassLoader().getResourceAsStream(entry)) {
                code.transferTo(jar);
            }
        }
        Bundle bundle = framework
                .getBundleContext()
                .installBundle("test:" + name, new ByteArrayInputStream(bytes.toByteArray()));
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        return bundle;
    }
}
