package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dharmic.launcher.instance.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleKeyTest {

    @TempDir
    Path folder;

    @Test
    void aKeyIsMadeOnceAndForItsOwnerAlone() throws Exception {
        Layout layout = new Layout(folder, folder);
        Files.createDirectories(layout.etc());
        Files.writeString(
                layout.etc().resolve("keys.properties"), "# people\ndharmic = old,_g_:admingroup\nmira = k,_g_:g\n");

        ConsoleKey.ensure(layout);
        String key = Files.readString(layout.consoleKey());
        ConsoleKey.ensure(layout);

        assertThat(key)
                .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n")
                .isEqualTo(Files.readString(layout.consoleKey()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.consoleKey())))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(layout.etc().resolve("keys.properties")))
                .hasSize(3)
                .contains("# people", "mira = k,_g_:g")
                .last()
                .asString()
                .matches("dharmic = AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY[A-Za-z0-9+/]+=*,_g_:admingroup");
    }
}
