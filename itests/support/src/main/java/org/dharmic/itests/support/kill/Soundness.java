package org.dharmic.itests.support.kill;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at what a life has left on the disk, with nothing of the product. */
public final class Soundness {

    private Soundness() {}

    /** What the database says of itself; empty when all is well. After the life has ended. */
    public static List<String> problems(Path folder) throws SQLException {
        Path file = folder.resolve("data/journal/journal.db");
        List<String> problems = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            while (rows.next()) {
                if (!rows.getString(1).equals("ok")) {
                    problems.add("journal.db: " + rows.getString(1));
                }
            }
        }
        return problems;
    }
}
