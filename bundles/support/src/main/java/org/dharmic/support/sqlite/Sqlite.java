package org.dharmic.support.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.dharmic.support.files.PrivateFiles;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Opens database files: write-ahead log, every commit forced to disk, for their owner alone.
 *
 * <p>Connections come from a data source and not from the driver manager, which would keep the class loader of a bundle
 * that has left.
 */
public final class Sqlite {

    /** The log is cut back to this after a checkpoint; a long reader can make it grow for a while. */
    private static final int LOG_BYTES = 8 << 20;

    private Sqlite() {}

    /** Makes folder and file if they are missing, 0700 and 0600. The log and its index take their mode from the file. */
    public static void create(Path file) throws IOException {
        PrivateFiles.folder(file.toAbsolutePath().getParent());
        try {
            Files.createFile(file, PrivateFiles.fileMode());
        } catch (FileAlreadyExistsException e) {
            PrivateFiles.restrict(file);
        }
    }

    /** A connection that may write. There should be one per file and process. */
    public static Link writer(Path file, Duration busy) throws SQLException {
        return open(file, busy, false);
    }

    /** A connection that only reads. Of a file in WAL mode it sees what was committed when its transaction began. */
    public static Link reader(Path file, Duration busy) throws SQLException {
        return open(file, busy, true);
    }

    private static Link open(Path file, Duration busy, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) busy.toMillis());
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setJournalSizeLimit(LOG_BYTES);
            config.enforceForeignKeys(true);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        Connection connection = source.getConnection();
        return new Link(connection);
    }

    /**
     * The first problem a quick check finds, empty when the file is sound. Reads the whole file.
     *
     * @param link a connection nobody else uses meanwhile; {@link Link#interrupt} ends the check early
     */
    public static String quickCheck(Link link) throws SQLException {
        String answer =
                link.one("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("no answer");
        return answer.equals("ok") ? "" : answer.replace('\n', ' ').strip();
    }

    /** True when the failure says that the file itself is damaged. */
    static boolean isDamage(SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_NOTADB ->
                true;
            default -> false;
        };
    }

    /** What happened to which file and what a person can do about it, one line. */
    static String explain(Path file, SQLException e) {
        return file + ": " + firstLine(e.getMessage()) + "; " + advice(e);
    }

    /** What a person can do about a damaged file. */
    static String damageAdvice() {
        return "the file is damaged: stop the platform, keep the file for inspection, put the newest backup in its place"
                + " and start again (nothing is deleted by itself)";
    }

    private static String advice(SQLException e) {
        if (isDamage(e)) {
            return damageAdvice();
        }
        String name = code(e).name();
        if (name.startsWith("SQLITE_FULL")) {
            return "the disk is full: make room, work goes on by itself";
        }
        if (name.startsWith("SQLITE_IOERR")) {
            return "reading or writing the disk failed: look at the disk and the system's log";
        }
        if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
            return "another process holds the database: find and stop it (lsof names it)";
        }
        if (name.startsWith("SQLITE_READONLY")
                || name.startsWith("SQLITE_CANTOPEN")
                || name.startsWith("SQLITE_PERM")
                || name.startsWith("SQLITE_AUTH")) {
            return "it cannot be opened for writing: check that file and folder belong to the platform's user";
        }
        return "nothing of the call took effect";
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static String firstLine(String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
