package org.dharmic.swap.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.swap.Jars;
import org.dharmic.swap.jar.JarReader;
import org.dharmic.swap.jar.RevisionJar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarStoreTest {

    private static final String LOCATION = "mvn:org.dharmic/room/1.1";

    @TempDir
    Path folder;

    private JarStore store;
    private RevisionJar jar;
    private Path stored;

    @BeforeEach
    void store() throws Exception {
        store = new JarStore(new Layout(folder.resolve("home"), folder.resolve("base")), folder.resolve("stored.txt"));
        jar = JarReader.readInPlace(Jars.bundle("room", "1.1").into(folder.resolve("room.jar")));
        stored = folder.resolve("base/system/org/dharmic/room/1.1/room-1.1.jar");
    }

    @Test
    void aJarIsStoredWhereItsLineLeadsTo() throws IOException {
        store.store(LOCATION, jar);

        assertThat(stored).hasSameBinaryContentAs(jar.file());
        assertThat(store.jar(LOCATION)).isEqualTo(stored);
        assertThat(stored.getParent())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
        store.store(LOCATION, jar); // the same once more
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path shipped = folder.resolve("home/system/org/dharmic/room/1.1/room-1.1.jar");
        Files.createDirectories(shipped.getParent());
        Files.writeString(shipped, "the distribution's");

        assertThat(store.refusal(LOCATION, jar))
                .get()
                .asString()
                .contains("another jar of the same version", "room.jar");
        assertThatThrownBy(() -> store.store(LOCATION, jar)).isInstanceOf(IOException.class);
        assertThat(shipped).hasContent("the distribution's");
    }

    @Test
    void onlyWhatWasStoredHereIsEverRemoved() throws IOException {
        Path other = folder.resolve("base/system/org/dharmic/other/1/other-1.jar");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "somebody else's");
        store.store(LOCATION, jar);

        assertThat(store.retain(Set.of(LOCATION))).isEmpty();
        assertThat(store.retain(Set.of())).containsExactly(stored);
        assertThat(stored.getParent()).doesNotExist();
        assertThat(other).exists();
        assertThat(store.retain(Set.of())).isEmpty();
    }
}
