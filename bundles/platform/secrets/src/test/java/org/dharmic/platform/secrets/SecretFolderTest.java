package org.dharmic.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.dharmic.platform.SecretUnavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFolderTest {

    @TempDir
    Path etc;

    private Path folder;
    private SecretFolder secrets;

    @BeforeEach
    void aPrivateFolder() throws IOException {
        folder = Files.createDirectory(etc.resolve("secrets"));
        mode(folder, "rwx------");
        secrets = new SecretFolder(folder, Map.of("IMAP_PASSWORD", "from outside")::get);
    }

    @Test
    void theTrailingLineEndIsNotPartOfTheSecret() throws IOException {
        secret("imap.password", "pässword with spaces \r\n", "rw-------");
        assertThat(secrets.resolve("imap.password")).containsExactly("pässword with spaces ".toCharArray());
    }

    @Test
    void aChangedSecretCountsAtOnce() throws IOException {
        secret("token", "old", "rw-------");
        secrets.resolve("token");
        secret("token", "new", "rw-------");
        assertThat(secrets.resolve("token")).containsExactly('n', 'e', 'w');
    }

    @Test
    void aFileThatOthersCanReadIsRefusedWithTheRemedy() throws IOException {
        Path file = secret("token", "hunter2", "rw-r-----");
        assertThatThrownBy(() -> secrets.resolve("token"))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining("chmod 600 " + file)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aFolderThatOthersCanReadIsRefusedWithTheRemedy() throws IOException {
        secret("token", "hunter2", "rw-------");
        mode(folder, "rwxr-xr-x");
        assertThatThrownBy(() -> secrets.resolve("token")).hasMessageContaining("chmod 700 " + folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../outside", "..", ".", "a/b", "/etc/passwd", "a\\b", "a\0b", "", " ", "ä", "env:", "env:A=B"})
    void aNameThatIsNoNameIsRefused(String name) throws IOException {
        Files.writeString(etc.resolve("outside"), "canary");
        assertThatThrownBy(() -> secrets.resolve(name))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path outside = Files.writeString(etc.resolve("outside"), "canary");
        mode(outside, "rw-------");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        assertThatThrownBy(() -> secrets.resolve("link")).hasMessageContaining("plain file");
    }

    @Test
    void whatIsNotASecretIsRefused() throws IOException {
        secret("large", "x".repeat(SecretFolder.MAX_BYTES + 1), "rw-------");
        assertThatThrownBy(() -> secrets.resolve("large")).hasMessageContaining("65536");
        secret("blank", "\n\n", "rw-------");
        assertThatThrownBy(() -> secrets.resolve("blank")).hasMessageContaining("empty");
        Path binary = secret("binary", "", "rw-------");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> secrets.resolve("binary")).hasMessageContaining("UTF-8");
    }

    @Test
    void aMissingSecretSaysHowToMakeIt() {
        assertThatThrownBy(() -> secrets.resolve("imap.password"))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining("create " + folder.resolve("imap.password"));
    }

    @Test
    void theEnvironmentIsAskedByPrefix() {
        assertThat(secrets.resolve("env:IMAP_PASSWORD")).containsExactly("from outside".toCharArray());
        assertThatThrownBy(() -> secrets.resolve("env:MISSING")).hasMessageContaining("MISSING is not set");
    }

    @Test
    void theLookCountsAndNamesNothing() throws IOException {
        secret("a", "1", "rw-------");
        secret("b", "2", "rw-r--r--");
        assertThat(secrets.look()).isEqualTo(new SecretFolder.Look(true, false, 2, 1));
        assertThat(new SecretFolder(etc.resolve("none"), name -> null).look().exists())
                .isFalse();
    }

    private Path secret(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        mode(file, mode);
        return file;
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
