package org.dharmic.journal.sqlite.upkeep;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.journal.sqlite.item.SpoolReferences;

/** Gives up what nobody needs any more: spooled bytes without an item, texts of old items. */
public final class Sweeper {

    private static final int SWEEP_PART = 500;
    private static final int THIN_PART = 100;

    private final Database database;
    private final Spool spool;

    public Sweeper(Database database, Spool spool) {
        this.database = database;
        this.spool = spool;
    }

    /**
     * Deletes spooled bytes of earlier processes that no item refers to. Returns how many files. May run beside everything
     * else; meant for a thread of its own.
     */
    public int sweep() throws IOException {
        int swept = 0;
        for (Set<String> part : spool.candidatesForSweeping(SWEEP_PART)) {
            Set<String> orphans = new HashSet<>(part);
            orphans.removeAll(database.look(db -> SpoolReferences.referredAmong(db, part)));
            for (String orphan : orphans) {
                spool.delete(orphan);
                swept++;
            }
        }
        return swept;
    }

    /**
     * Gives up texts and bytes of some items that came to their end before {@code before}; keys, senders, stages and
     * stories stay. Returns how many items, at most {@value #THIN_PART}; call again until it is 0.
     */
    public int thin(Instant before) throws IOException {
        List<String> refs = new ArrayList<>();
        int thinned = database.change((db, effects) -> {
            refs.clear();
            List<Long> old = db.list(
                    "SELECT seq FROM item WHERE stage >= 70 AND stage < 90 AND thinned = 0 AND updated_at < ?1"
                            + " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = item.seq AND e.applied = 0)"
                            + " ORDER BY updated_at LIMIT ?2",
                    row -> row.getLong(1),
                    before.toEpochMilli(),
                    THIN_PART);
            for (long seq : old) {
                refs.addAll(db.list("SELECT ref FROM spooled WHERE seq = ?", row -> row.getString(1), seq));
                db.update("DELETE FROM spooled WHERE seq = ?", seq);
                db.update("UPDATE attachment SET ref = NULL, sha256 = NULL, stored = NULL WHERE seq = ?", seq);
                db.update("UPDATE admitted SET text = '', quoted = '' WHERE seq = ?", seq);
                db.update("UPDATE answered SET markdown = '', receipt = '{}' WHERE seq = ?", seq);
                db.update("UPDATE event SET fields = '{}' WHERE seq = ?", seq);
                db.update("UPDATE item SET thinned = 1 WHERE seq = ?", seq);
            }
            if (!old.isEmpty()) {
                effects.changed();
            }
            return old.size();
        });
        for (String ref : refs) {
            spool.delete(ref);
        }
        return thinned;
    }
}
