package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaudeCliSettingsTest {

    @Test
    void messagesNameValueExpectationKeyAndFile() {
        assertThatThrownBy(() -> CliScene.settings("claude", ClaudeCliSettings.Auth.API_KEY, 17))
                .hasMessage("processes.max must be 1 to 16, was 17 (etc/org.dharmic.executor.claudecli.cfg)");
        assertThatThrownBy(() -> ClaudeCliSettings.Auth.of("magic"))
                .hasMessage(
                        "auth must be api-key or subscription, was 'magic' (etc/org.dharmic.executor.claudecli.cfg)");
    }

    @Test
    void aRelativePartOfThePathIsNotSearched(@TempDir Path folder) throws Exception {
        Path program = Files.createFile(
                folder.resolve("claude"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThat(CliCommand.find("claude", ".:relative::" + folder)).contains(program);
        assertThat(CliCommand.find(program.toString(), "")).contains(program);
        assertThat(CliCommand.find("claude", "/nowhere")).isEmpty();
        assertThat(CliCommand.find(folder.toString(), "")).isEmpty();
    }
}
