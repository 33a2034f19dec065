package org.dharmic.shell.console;

import java.nio.file.Path;
import org.apache.karaf.shell.api.console.Session;

/** Files named at the prompt. */
public final class Folders {

    private Folders() {}

    /** Relative to where the session is; a session of a one-shot client is nowhere. */
    public static Path resolve(Session session, String path) {
        return session.currentDir() == null
                ? Path.of(path).toAbsolutePath()
                : session.currentDir().resolve(path).toAbsolutePath();
    }
}
