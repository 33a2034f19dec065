package org.dharmic.configguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadFilesTest {

    @TempDir
    Path etc;

    @Test
    void aFileThatIsNotDeliveredIsNamedUntilItIsMended() throws IOException {
        UnreadFiles files = new UnreadFiles(Optional.of(etc));
        Path account = etc.resolve("org.dharmic.mail.imap-home.cfg");
        Files.writeString(account, "user = dom\\user\n");
        Files.writeString(etc.resolve("org.dharmic.room.cfg"), "size = 3\n");
        Files.writeString(etc.resolve("org.other.cfg"), "folder = C:\\users\n");
        Files.createDirectory(etc.resolve("org.dharmic.folder.cfg"));

        assertThat(files.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pid()).isEqualTo("org.dharmic.mail.imap~home");
            assertThat(problem.key()).isEqualTo("user");
            assertThat(problem.file()).isEqualTo("etc/org.dharmic.mail.imap-home.cfg");
        });
        Files.writeString(account, "user = dom\\\\user\n");
        assertThat(files.problems()).isEmpty();
        Files.writeString(account, "user = dom\\user\n");
        Files.delete(account);
        assertThat(files.problems()).isEmpty();
    }

    @Test
    void withoutAFolderThereIsNothingToRead() {
        assertThat(new UnreadFiles(Optional.empty()).problems()).isEmpty();
        assertThat(new UnreadFiles(Optional.of(etc.resolve("none"))).problems()).isEmpty();
    }
}
