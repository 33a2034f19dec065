package org.dharmic.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/** Runs single commands in the container, as a script would. */
final class Shell {

    private final SessionFactory sessions;

    Shell(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** @return what the command printed; an error in the test when it failed */
    String run(String command) {
        Outcome outcome = attempt(command);
        if (outcome.failure() != null) {
            throw new AssertionError(command + " failed: " + outcome, outcome.failure());
        }
        return outcome.text();
    }

    /** @param command that may fail */
    Outcome attempt(String command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Session session = sessions.create(InputStream.nullInputStream(), out, out);
        Exception failure = null;
        try {
            session.execute(command);
        } catch (Exception e) {
            failure = e;
        } finally {
            session.close();
        }
        out.flush();
        return new Outcome(bytes.toString(StandardCharsets.UTF_8), failure);
    }

    /**
     * @param text what was printed, on either stream
     * @param failure null when the command succeeded
     */
    record Outcome(String text, Exception failure) {

        /** What a person reads: the text and the reason. */
        String said() {
            return failure == null ? text : text + failure.getMessage();
        }
    }
}
