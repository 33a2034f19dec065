package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.dharmic.swap.deploy.FileState.State;
import org.junit.jupiter.api.Test;

/** Which files of the folder are acted upon. */
class DeployedFilesTest extends DeployScene {

    @Test
    void aMissingFolderIsMadeForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(setting.folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void otherFilesAreIgnoredAndOnlyTheExpectedOnesShown() throws Exception {
        for (String name :
                List.of(".hidden.jar", "x.jar.part", "x.jar.tmp", "x.jar~", "notes.txt", "org.x.cfg", "k.kar")) {
            setting.drop(name, Jars.bundle(A, "1.1.0"));
        }
        Files.createDirectory(setting.folder.resolve("folder.jar"));
        setting.settle();

        assertThat(setting.deploy.states())
                .extracting(FileState::file)
                .containsExactly("folder.jar", "k.kar", "notes.txt", "org.x.cfg");
        assertThat(setting.deploy.states())
                .allSatisfy(state -> assertThat(state.state()).isEqualTo(State.IGNORED));
        assertThat(setting.swaps.requests).isEmpty();
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path outside = root.resolve("outside.jar");
        Files.write(outside, Jars.bundle(A, "1.1.0"));
        Files.createSymbolicLink(setting.folder.resolve("a.jar"), outside);
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("is a link");
        assertThat(setting.swaps.requests).isEmpty();
    }

    @Test
    void aPipeIsIgnored() throws Exception {
        new ProcessBuilder("mkfifo", setting.folder.resolve("a.jar").toString())
                .start()
                .waitFor();
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.IGNORED);
    }

    @Test
    void aFileThatOthersMayWriteIsRefusedUntilThatIsMended() throws Exception {
        Files.setPosixFilePermissions(setting.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        setting.settle();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("chmod go-w " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void inAFolderThatNobodyElseMayEnterTheModeOfAFileIsOfNoMatter() throws Exception {
        Path file = setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void nothingIsActedUponWhileOthersMayWriteTheFolder() throws Exception {
        setting.refusals.add("etc can be written by its group: chmod go-w etc");
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();
        assertThat(setting.swaps.requests).isEmpty();
        assertThat(setting.deploy.problems()).containsExactly("etc can be written by its group: chmod go-w etc");
        assertThat(setting.state("a.jar").reasons().get(0)).contains("chmod go-w etc");

        setting.refusals.clear();
        setting.pass(Duration.ofSeconds(1));
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.deploy.problems()).isEmpty();
    }
}
