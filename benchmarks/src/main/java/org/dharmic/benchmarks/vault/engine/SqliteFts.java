package org.dharmic.benchmarks.vault.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;
import org.sqlite.SQLiteDataSource;

/** SQLite's full-text search as its manual shows it: one row for each file, rank by bm25, snippet() of the text. */
public final class SqliteFts implements Searcher {

    private static final int TEXT_COLUMN = 2;

    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Connection> free;

    private SqliteFts(Path file, int threads) throws SQLException {
        free = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            Connection connection = source(file).getConnection();
            connections.add(connection);
            free.add(connection);
        }
    }

    /** @param threads that will search at a time */
    public static SqliteFts open(Path file, int threads) throws SQLException {
        return new SqliteFts(file, threads);
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** In one transaction and without waiting for the disk, which is the fastest way that SQLite has. */
    public static void build(Path vault, List<String> files, Path file) throws IOException, SQLException {
        Files.deleteIfExists(file);
        try (Connection connection = source(file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("CREATE VIRTUAL TABLE note USING fts5(path, title, body)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO note VALUES (?, ?, ?)")) {
                for (String path : files) {
                    NoteFile note = NoteFile.read(vault, path);
                    insert.setString(1, path);
                    insert.setString(2, note.title());
                    insert.setString(3, note.text());
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    @Override
    public String name() {
        return "sqlite_fts5";
    }

    @Override
    public List<Place> search(Ask ask, int limit) {
        Connection connection = null;
        try {
            connection = free.take();
            try (PreparedStatement select = connection.prepareStatement("SELECT path, snippet(note, " + TEXT_COLUMN
                    + ", '', '', '…', 40) FROM note WHERE note MATCH ? ORDER BY rank LIMIT ?")) {
                select.setString(1, expression(ask));
                select.setInt(2, limit);
                List<Place> places = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        places.add(Place.note(rows.getString(1)));
                        rows.getString(2);
                    }
                }
                return places;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No answer to " + ask.text(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (connection != null) {
                free.add(connection);
            }
        }
    }

    /** The same demands in its language; of words that only rank, one has to be there. */
    static String expression(Ask ask) {
        List<String> must = new ArrayList<>();
        String may = joined(ask, Ask.Need.MAY);
        ask.parts().stream().filter(part -> part.need() == Ask.Need.MUST).forEach(part -> must.add(part(part)));
        if (!may.isEmpty()) {
            must.add("(" + may + ")");
        }
        String not = joined(ask, Ask.Need.NOT);
        String all = String.join(" AND ", must);
        return not.isEmpty() ? all : "(" + all + ") NOT (" + not + ")";
    }

    private static String joined(Ask ask, Ask.Need need) {
        return ask.parts().stream()
                .filter(part -> part.need() == need)
                .map(SqliteFts::part)
                .collect(Collectors.joining(" OR "));
    }

    private static String part(Ask.Part part) {
        String text = '"' + part.text().replace("\"", " ") + '"' + (part.form() == Ask.Form.PREFIX ? " *" : "");
        return switch (part.field()) {
            case TITLE -> "title : " + text;
            case PATH -> "path : " + text;
            case ANY, HEADING, TAG -> text;
        };
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
