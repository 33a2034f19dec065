package org.dharmic.benchmarks.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeJarTest {

    @TempDir
    Path folder;

    @Test
    void theBundleHasItsActivatorAndWhatItNeedsOfThisProgramAndNoMore() throws IOException {
        Path file = folder.resolve("probe.jar");

        ProbeJar.write(file);

        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();
            assertThat(entries)
                    .contains(manifest.getValue("Bundle-Activator").replace('.', '/') + ".class")
                    .contains("org/dharmic/benchmarks/vault/load/Load.class")
                    .allMatch(name -> name.matches("META-INF/.*|org/dharmic/benchmarks/vault/(load|probe)/.*"));
            assertThat(manifest.getValue("Import-Package")).contains("org.dharmic.vault;", "org.osgi.framework,");
        }
    }
}
