package org.dharmic.exec;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a script line by line in one session. */
interface Interpreter {

    /**
     * @param folder where relative paths begin; empty for that of this process
     * @param script one command a line; blank lines and those beginning with {@code #} are passed over
     * @return whether every command succeeded; those after a failed one run all the same, as in a shell
     */
    boolean run(Optional<Path> folder, String script, PrintStream out, PrintStream err);
}
