package org.dharmic.exec;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands in a session of Karaf's shell without a terminal, so that none of them colours or pages. */
final class KarafInterpreter implements Interpreter {

    private static final Logger LOG = LoggerFactory.getLogger(KarafInterpreter.class);

    /** Who can open the socket owns the instance: all of Karaf's roles. */
    private static final Subject OWNER = new Subject(
            true,
            Set.of(
                    new UserPrincipal("dharmic"),
                    new RolePrincipal("admin"),
                    new RolePrincipal("manager"),
                    new RolePrincipal("viewer"),
                    new RolePrincipal("systembundles")),
            Set.of(),
            Set.of());

    private final SessionFactory sessions;

    KarafInterpreter(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean run(Optional<Path> folder, String script, PrintStream out, PrintStream err) {
        return Subject.doAs(OWNER, (PrivilegedAction<Boolean>) () -> {
            Session session = sessions.create(InputStream.nullInputStream(), out, err);
            try {
                folder.ifPresent(session::currentDir);
                return script.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(line -> execute(session, line, out, err))
                        .reduce(true, Boolean::logicalAnd);
            } finally {
                session.close();
            }
        });
    }

    /** Whatever a command throws is its failure, not ours: it is told to the person who gave it. */
    private static boolean execute(Session session, String line, PrintStream out, PrintStream err) {
        if (Thread.currentThread().isInterrupted()) {
            return false; // the client has left
        }
        try {
            Object result = session.execute(line);
            if (result != null) {
                out.println(result);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception | LinkageError e) {
            LOG.debug("Command failed: {}", line, e);
            out.flush();
            err.println(message(e));
            return false;
        }
    }

    static String message(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
    }
}
