package org.dharmic.swap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dharmic.swap.Jars;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class JarReaderTest {

    @TempDir
    Path folder;

    private JarReader reader;
    private Path file;

    @BeforeEach
    void reader() {
        reader = new JarReader(folder.resolve("staging"));
        file = folder.resolve("room.jar");
    }

    @Test
    void aBundleIsCopiedAndRead() throws Exception {
        Jars.bundle("org.dharmic.vault.lucene;singleton:=true", "1.2.3.x")
                .with("Import-Package", "a;version=\"[1.0,2)\",b;resolution:=optional")
                .with("Export-Package", "c;version=\"1.1\"")
                .with("Require-Capability", "osgi.service;filter:=\"(objectClass=X)\";effective:=active")
                .with("Provide-Capability", "osgi.service;objectClass:List<String>=\"Y,Z\";effective:=active")
                .holding(
                        "OSGI-INF/metatype/m.xml",
                        "<metatype:MetaData><Designate factoryPid=\"org.dharmic.vault.more\"><Object/></Designate>")
                .into(file);

        RevisionJar jar = reader.take(file);

        assertThat(jar.file()).hasSameBinaryContentAs(file).hasParentRaw(folder.resolve("staging"));
        assertThat(jar.symbolicName()).isEqualTo("org.dharmic.vault.lucene");
        assertThat(jar.version()).isEqualTo("1.2.3.x");
        assertThat(jar.sha256()).isEqualTo(JarReader.sha256(file)).hasSize(64);
        assertThat(jar.pids()).containsExactly("org.dharmic.vault.lucene", "org.dharmic.vault.more");
        assertThat(jar.manifest().exports()).isTrue();
        assertThat(jar.manifest().requirements())
                .extracting(Requirement::filter, Requirement::optional)
                .containsExactly(
                        tuple("(&(osgi.wiring.package=a)(&(version>=1.0.0)(!(version>=2.0.0))))", false),
                        tuple("(osgi.wiring.package=b)", true),
                        tuple("(objectClass=X)", false));
        assertThat(jar.manifest().capabilities())
                .contains(new Capability("osgi.service", Map.of("objectClass", List.of("Y", "Z"))))
                .anySatisfy(capability -> assertThat(capability.attributes())
                        .containsEntry("osgi.wiring.package", "c")
                        .containsEntry("version", new Version(1, 1, 0)));

        JarReader.discard(jar);
        assertThat(jar.file()).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void whatIsNoBundleIsRefusedWithValueAndExpectation() throws IOException {
        assertRefused(Jars.bundle("a", "1").with("Bundle-ManifestVersion", null), "must be 2, is missing");
        assertRefused(Jars.bundle("a", "1").with("Bundle-ManifestVersion", "1"), "must be 2, was '1'");
        assertRefused(Jars.bundle("a b", "1"), "was 'a b'");
        assertRefused(Jars.bundle("../a", "1"), "was '../a'");
        assertRefused(Jars.bundle("a,b", "1"), "must name one bundle");
        assertRefused(Jars.bundle("a", "one"), "was 'one'");
        assertRefused(Jars.bundle("a", null), "Bundle-Version is missing");
        assertRefused(Jars.bundle("a", "1").with("Import-Package", "x;version=\"[1"), "not well formed");
        assertThat(folder.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void aFileThatIsNoWholeJarIsRefused() throws Exception {
        assertThatThrownBy(() -> reader.take(file))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining("is not there");
        Files.writeString(file, "not a jar at all");
        assertThatThrownBy(() -> reader.take(file))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining("no whole jar");

        Jars.bundle("a", "1").holding("big", "x".repeat(50_000)).into(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2)); // half copied
        assertThatThrownBy(() -> reader.take(file))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining("no whole jar");
    }

    @Test
    void aDamagedEntryIsFound() throws Exception {
        String text = "the very text that is going to be damaged";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(
                    zip,
                    "META-INF/MANIFEST.MF",
                    "Bundle-ManifestVersion: 2\nBundle-SymbolicName: a\nBundle-Version: 1\n\n");
            store(zip, "text", text);
        }
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, bytes.replace("to be damaged", "to be DAMAGED"), StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> reader.take(file))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining("checksum of text");
    }

    private static void store(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private void assertRefused(Jars jar, String message) throws IOException {
        jar.into(file);
        assertThatThrownBy(() -> reader.take(file))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
