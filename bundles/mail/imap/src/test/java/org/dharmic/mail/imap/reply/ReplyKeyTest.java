package org.dharmic.mail.imap.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyKeyTest {

    @TempDir
    Path folder;

    @Test
    void itIsMadeOnceAndForTheOwnerAlone() throws IOException {
        Path file = folder.resolve("state").resolve("test.key");
        byte[] made = new ReplyKey(file).get();
        assertThat(made).hasSize(32);
        assertThat(new ReplyKey(file).get()).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(new ReplyKey(file).get()).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFileThatHoldsNoKeyIsNotReplacedInSilence() throws IOException {
        Path file = folder.resolve("test.key");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> new ReplyKey(file).get())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("nonsense");
    }
}
