package org.dharmic.support.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Brings a file to the schema of this release: script n leads from version n-1 to n, each in its own transaction. */
public final class Migrations {

    /** The file was written by a later release. */
    public static final class TooNew extends SQLException {
        private static final long serialVersionUID = 1L;

        TooNew(Path file, int seen, int known) {
            super(file + " has schema version " + seen + " and this release knows versions up to " + known
                    + ": run the release that wrote it, or put back the backup from before the upgrade");
        }
    }

    private final List<String> scripts;

    /** @param scripts SQL texts, the first leads from an empty file to version 1 */
    public Migrations(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** Scripts that lie as resources beside a class. */
    public static Migrations beside(Class<?> type, String... names) {
        return new Migrations(
                List.of(names).stream().map(name -> text(type, name)).toList());
    }

    private static String text(Class<?> type, String name) {
        try (InputStream in = type.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + type.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * Runs the scripts that are missing.
     *
     * @throws TooNew when the file's version is higher than the number of scripts; the file is left as it is
     */
    public void apply(Writer writer, Path file) throws SQLException {
        int seen = writer.inTransaction(Migrations::version);
        if (seen > scripts.size()) {
            throw new TooNew(file, seen, scripts.size());
        }
        for (int version = seen + 1; version <= scripts.size(); version++) {
            String script = scripts.get(version - 1);
            String stamp = "PRAGMA user_version = " + version;
            writer.inTransaction(link -> {
                link.script(script);
                link.script(stamp);
                return null;
            });
        }
    }

    private static int version(Link link) throws SQLException {
        return link.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }
}
