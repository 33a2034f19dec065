package org.dharmic.executor.claudecli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.dharmic.support.files.PrivateFiles;

/**
 * The program's private places, all 0700: an empty working folder (never a repository), a home and a configuration folder
 * of its own, and system prompts as files so that they stand in no process list.
 *
 * @param owner tells the processes of this component from what an earlier one left behind
 */
record CliFolder(Path root, String owner) {

    /** For a component of its own. */
    CliFolder(Path root) {
        this(root, UUID.randomUUID().toString());
    }

    /** The same component at another place. */
    CliFolder movedTo(Path other) {
        return new CliFolder(other, owner);
    }

    Path work() {
        return root.resolve("work");
    }

    Path home() {
        return root.resolve("home");
    }

    Path config() {
        return root.resolve("config");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    ProcessRecords processes() {
        return new ProcessRecords(processesFolder(), owner);
    }

    private Path processesFolder() {
        return root.resolve("processes");
    }

    private Path prompts() {
        return root.resolve("prompts");
    }

    void make() throws IOException {
        PrivateFiles.folder(root);
        for (Path folder : new Path[] {work(), home(), config(), temporary(), processesFolder(), prompts()}) {
            PrivateFiles.folder(folder);
        }
    }

    /** Writes a system prompt, 0600. Whoever asked for it deletes it. */
    Path prompt(String system) throws IOException {
        Path file = prompts().resolve(UUID.randomUUID() + ".md");
        Files.createFile(file, PrivateFiles.fileMode());
        return Files.write(file, system.getBytes(StandardCharsets.UTF_8));
    }
}
