package org.dharmic.shell.commands;

import java.nio.file.Path;
import org.apache.karaf.shell.api.console.Session;

/** Files named at the prompt. */
final class Folders {

    private Folders() {}

    /** Relative to where the session is; a session of a one-shot client is nowhere. */
    static Path resolve(Session session, String path) {
        return session.currentDir() == null
                ? Path.of(path).toAbsolutePath()
                : session.currentDir().resolve(path).toAbsolutePath();
    }
}
