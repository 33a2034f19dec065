package org.dharmic.exec;

import java.io.PrintStream;

/** Runs a script line by line in one session. */
interface Interpreter {

    /**
     * @param script one command a line; blank lines and those beginning with {@code #} are passed over
     * @return whether every command succeeded; those after a failed one run all the same, as in a shell
     */
    boolean run(String script, PrintStream out, PrintStream err);
}
