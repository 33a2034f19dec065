package org.dharmic.support.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection with its prepared statements, which are kept: the SQL texts must be constants. For one thread at a time,
 * but for {@link #interrupt}.
 */
public final class Link implements AutoCloseable {

    /** Reads the current row. */
    @FunctionalInterface
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new HashMap<>();
    private volatile Statement running;

    Link(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement that changes something. Returns how many rows it changed. */
    public int update(String sql, Object... values) throws SQLException {
        PreparedStatement statement = bound(sql, values);
        running = statement;
        try {
            return statement.executeUpdate();
        } finally {
            running = null;
        }
    }

    /** Inserts one row. Returns its number. */
    public long insert(String sql, Object... values) throws SQLException {
        update(sql, values);
        return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
    }

    /** The first row of a query. */
    public <R> Optional<R> one(String sql, RowReader<R> reader, Object... values) throws SQLException {
        PreparedStatement statement = bound(sql, values);
        running = statement;
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } finally {
            running = null;
        }
    }

    /** All rows of a query. */
    public <R> List<R> list(String sql, RowReader<R> reader, Object... values) throws SQLException {
        PreparedStatement statement = bound(sql, values);
        running = statement;
        try (ResultSet rows = statement.executeQuery()) {
            List<R> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } finally {
            running = null;
        }
    }

    /** Runs a script of several statements, which is not kept. */
    public void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            statement.executeUpdate(sql);
        } finally {
            running = null;
        }
    }

    /** Ends a statement that is running on another thread; it fails there, and changes nothing. */
    public void interrupt() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It has just come to its end by itself, which is what was wanted.
                running = null;
            }
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : kept.values()) {
                statement.close();
            }
        } finally {
            kept.clear();
        }
    }
}
