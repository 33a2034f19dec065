package org.dharmic.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedTest {

    @TempDir
    Path folder;

    @Test
    void whatOnlyWeMayWriteIsFine() throws Exception {
        assertThat(Guarded.forThisProcess().problems(List.of(file("rw-r--r--"), folder.resolve("missing"))))
                .isEmpty();
    }

    @Test
    void theMessageNamesWhoMayWriteAndTheCommandThatMendsIt() throws Exception {
        Path file = file("rw-rw-rw-");

        assertThat(Guarded.forThisProcess().problem(file))
                .hasValue(
                        file + " (rw-rw-rw-) can be written by its group and everybody else, who could so have any code"
                                + " run here: chmod go-w " + file);
    }

    @Test
    void whatBelongsToSomebodyElseIsNot() throws Exception {
        Path file = file("rw-------");
        int owner = (Integer) Files.getAttribute(file, "unix:uid");
        Guarded somebodyElse = Guarded.forUser(owner + 1);

        // Root's files are trusted by everyone; tests may run as root.
        if (owner == 0) {
            assertThat(somebodyElse.problem(file)).isEmpty();
        } else {
            assertThat(somebodyElse.problem(file))
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains("belongs to").contains("chown " + (owner + 1) + " " + file));
        }
        assertThat(Guarded.forUser(4711).trusts(4712)).isFalse();
        assertThat(Guarded.forUser(4711).trusts(0)).isTrue();
    }

    private Path file(String mode) throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
