package org.dharmic.support.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Reads a whole file and says whether it is sound. Takes time in proportion to its size, beside everything else; it is
 * meant for a thread of its own, and for one at a time.
 */
public final class Checkup {

    private final Path file;
    private volatile Link running;
    private volatile boolean ended;

    public Checkup(Path file) {
        this.file = file;
    }

    /**
     * Looks now.
     *
     * @return what is wrong and what a person can do, empty when the file is sound
     * @throws SQLException when it cannot be read, or {@link #end} was called
     */
    public String run(Duration busy) throws SQLException {
        try (Link link = Sqlite.reader(file, busy)) {
            running = link;
            if (ended) {
                throw new SQLException("the check of " + file + " was ended");
            }
            String problem = Sqlite.quickCheck(link);
            return problem.isEmpty() ? "" : file + ": " + problem + "; " + Sqlite.damageAdvice();
        } finally {
            running = null;
        }
    }

    /** Ends a running check, which throws, and lets no other begin. */
    public void end() {
        ended = true;
        Link link = running;
        if (link != null) {
            link.interrupt();
        }
    }
}
