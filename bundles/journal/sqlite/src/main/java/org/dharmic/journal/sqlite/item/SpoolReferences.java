package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.dharmic.journal.Spooled;
import org.dharmic.support.sqlite.Link;

/** Which items refer to which spooled bytes. */
public final class SpoolReferences {

    private SpoolReferences() {}

    public static void refer(Link db, long seq, Spooled bytes) throws SQLException {
        db.update("INSERT INTO spooled VALUES (?, ?, ?)", bytes.ref(), seq, bytes.size());
    }

    public static boolean isReferred(Link db, String ref) throws SQLException {
        return db.one("SELECT 1 FROM spooled WHERE ref = ?", row -> row.getInt(1), ref)
                .isPresent();
    }

    public static Set<String> referredAmong(Link db, Collection<String> refs) throws SQLException {
        return Set.copyOf(db.list(
                "SELECT ref FROM spooled WHERE ref IN (SELECT value FROM json_each(?))",
                row -> row.getString(1),
                Json.of(List.copyOf(refs))));
    }
}
