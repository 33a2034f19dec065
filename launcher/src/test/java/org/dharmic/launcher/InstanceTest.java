package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceTest {

    @TempDir
    Path folder;

    private Layout layout;

    @BeforeEach
    void aDistribution() throws Exception {
        layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        ship("startup.properties", "mvn\\:a/b/1 = 1\n");
        ship("org.dharmic.x.cfg", "key = shipped\n");
        ship("config.properties", "framework\n");
    }

    @Test
    void theFirstStartCopiesWhatIsTheUsers() throws Exception {
        new Instance(layout).prepare();

        assertThat(layout.startList()).hasContent("mvn\\:a/b/1 = 1\n");
        assertThat(layout.etc().resolve("org.dharmic.x.cfg")).exists();
        assertThat(layout.etc().resolve("config.properties")).doesNotExist();
        assertThat(layout.consoleKey()).exists();
    }

    @Test
    void anUpgradeBringsItsListAndNewFilesAndKeepsTheUsers() throws Exception {
        new Instance(layout).prepare();
        Files.writeString(layout.etc().resolve("org.dharmic.x.cfg"), "key = mine\n");
        ship("startup.properties", "mvn\\:a/b/2 = 1\n");
        ship("org.dharmic.x.cfg", "key = shipped anew\n");
        ship("org.dharmic.y.cfg", "key = new\n");

        new Instance(layout).prepare();

        assertThat(layout.startList()).hasContent("mvn\\:a/b/2 = 1\n");
        assertThat(layout.etc().resolve("org.dharmic.x.cfg")).hasContent("key = mine\n");
        assertThat(layout.etc().resolve("org.dharmic.y.cfg")).exists();
    }

    @Test
    void whatSomebodyChangedInTheStartListStays() throws Exception {
        new Instance(layout).prepare();
        Files.writeString(layout.startList(), "mvn\\:a/b/3 = 1\n");
        ship("startup.properties", "mvn\\:a/b/2 = 1\nmvn\\:a/new/1 = 2\n");

        new Instance(layout).prepare();

        assertThat(layout.startList()).hasContent("mvn\\:a/b/3 = 1\nmvn\\:a/new/1 = 2\n");
        new Instance(layout).prepare();
        assertThat(layout.startList()).hasContent("mvn\\:a/b/3 = 1\nmvn\\:a/new/1 = 2\n");
    }

    @Test
    void whatIsCopiedIsTheOwnersAlone() throws Exception {
        Path shipped = layout.home().resolve("etc/org.dharmic.x.cfg");
        Files.setPosixFilePermissions(shipped, PosixFilePermissions.fromString("rw-rw-r--"));

        new Instance(layout).prepare();

        assertThat(mode(layout.etc().resolve("org.dharmic.x.cfg"))).isEqualTo("rw-------");
        assertThat(mode(layout.startList())).isEqualTo("rw-------");
        assertThat(mode(layout.etc())).isEqualTo("rwx------");
        assertThatCode(() -> Preflight.checkWriters(layout)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "etc/startup.properties", "deploy"})
    void whatOthersMayWriteIsNotStartedFrom(String what) throws Exception {
        new Instance(layout).prepare();
        Path path = layout.base().resolve(what);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThatThrownBy(() -> Preflight.checkWriters(layout))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(path + " (rwxrwxr-x) can be written by its group")
                .hasMessageContaining("chmod go-w " + path);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aFullDiskIsSaidInOneLine() {
        assertThatThrownBy(() -> Preflight.checkSpace(folder, 3 << 20))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is full: 3 MB free, 64 MB needed");
    }

    @Test
    void templatesAreFilledIn() {
        assertThat(Templates.fill("a @X@ b @Y@ @Z@", java.util.Map.of("X", "1", "Y", "2")))
                .isEqualTo("a 1 b 2 @Z@");
    }

    private void ship(String name, String content) throws Exception {
        Path file = layout.home().resolve("etc").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
