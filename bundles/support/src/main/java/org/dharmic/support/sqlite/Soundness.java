package org.dharmic.support.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What is known to be wrong with a database file. Damage that a statement met or a check found stays known until the file
 * is opened anew: its store changes nothing in it from then on.
 */
public final class Soundness {

    private final Path file;
    private volatile String damage = "";
    private volatile Link checking;
    private volatile boolean ended;

    public Soundness(Path file) {
        this.file = file;
    }

    /** What is wrong and what a person can do, empty when nothing is known to be. */
    public String damage() {
        return damage;
    }

    /**
     * Reads the whole file and looks whether it is sound. Takes time in proportion to its size, beside everything else: it
     * is meant for a thread of its own, and for one at a time.
     *
     * @return {@link #damage}
     * @throws SQLException when it cannot be read, or {@link #endCheck} was called
     */
    public String check(Duration busy) throws SQLException {
        try (Link link = Sqlite.reader(file, busy)) {
            checking = link;
            if (ended) {
                throw new SQLException("the check of " + file + " was ended");
            }
            String problem = Sqlite.quickCheck(link);
            return problem.isEmpty() ? damage : found(problem);
        } finally {
            checking = null;
        }
    }

    /** Ends a check that is running on another thread, which throws there, and lets no other begin. */
    public void endCheck() {
        ended = true;
        Link link = checking;
        if (link != null) {
            link.interrupt();
        }
    }

    /** Takes note of damage that the store has found by itself. Returns {@link #damage}. */
    public String found(String problem) {
        damage = file + ": " + problem + "; " + Sqlite.damageAdvice();
        return damage;
    }

    /** What happened and what a person can do about it, one line; takes note of it when it is damage. */
    public String explain(SQLException e) {
        if (e instanceof Migrations.TooNew) {
            return e.getMessage();
        }
        String message = Sqlite.explain(file, e);
        if (Sqlite.isDamage(e)) {
            damage = message;
        }
        return message;
    }
}
