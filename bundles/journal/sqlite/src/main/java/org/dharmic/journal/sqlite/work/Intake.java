package org.dharmic.journal.sqlite.work;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.database.Effects;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.journal.sqlite.item.SpoolReferences;
import org.dharmic.journal.sqlite.item.Story;
import org.dharmic.journal.sqlite.item.Waits;
import org.dharmic.support.sqlite.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How items come into the journal, and how far each folder has been read. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Database database;
    private final Spool spool;
    private final Waits waits;
    private final Story story;

    public Intake(Database database, Spool spool, Waits waits, Story story) {
        this.database = database;
        this.spool = spool;
        this.waits = waits;
        this.story = story;
    }

    /** All of them or none: the cursor must not pass a mail that was not taken in. */
    public List<Accepted> accept(List<Arrival> arrivals) {
        Set<String> there = arrivals.stream()
                .map(Arrival::spooled)
                .filter(spool::holds)
                .map(Spooled::ref)
                .collect(Collectors.toSet());
        spool.settle();
        List<Accepted> all = database.change((db, effects) -> {
            List<Accepted> taken = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                taken.add(accept(db, arrival, there, effects));
            }
            return taken;
        });
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).fresh()) {
                dropUnlessReferred(arrivals.get(i).spooled().ref());
            }
        }
        return all;
    }

    private Accepted accept(Link db, Arrival arrival, Set<String> there, Effects effects) throws SQLException {
        effects.changed();
        advanceCursor(db, arrival);
        Optional<String> known = known(db, arrival);
        if (known.isPresent()) {
            return new Accepted(known.get(), false);
        }
        String ref = arrival.spooled().ref();
        if (!there.contains(ref)) {
            throw new JournalException("the spooled bytes " + ref + " of UID " + arrival.uid() + " in "
                    + arrival.folder() + " are gone: fetch the mail again");
        }
        return new Accepted(insert(db, arrival, effects), true);
    }

    private static Optional<String> known(Link db, Arrival arrival) throws SQLException {
        Optional<String> byKey = db.one(
                "SELECT i.id FROM arrival a JOIN item i USING (seq)"
                        + " WHERE a.account = ? AND a.folder = ? AND a.uid_validity = ? AND a.uid = ?",
                row -> row.getString(1),
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid());
        return byKey.isPresent()
                ? byKey
                : db.one(
                        "SELECT i.id FROM arrival a JOIN item i USING (seq) WHERE a.account = ? AND a.sha256 = ?",
                        row -> row.getString(1),
                        arrival.account(),
                        arrival.spooled().sha256());
    }

    private String insert(Link db, Arrival arrival, Effects effects) throws SQLException {
        Spooled bytes = arrival.spooled();
        String id = newId();
        long seq = insertItem(db, id, Stage.INGESTED, arrival.account(), effects);
        db.update(
                "INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                seq,
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid(),
                bytes.ref(),
                bytes.sha256(),
                bytes.size(),
                arrival.internalDate().toEpochMilli());
        SpoolReferences.refer(db, seq, bytes);
        return id;
    }

    private long insertItem(Link db, String id, Stage stage, String account, Effects effects) throws SQLException {
        long now = waits.millis();
        long seq = db.insert(
                "INSERT INTO item (id, stage, account, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
                id,
                Codes.of(stage),
                account,
                now);
        story.record(db, seq, stage, "", "");
        effects.came(stage);
        return seq;
    }

    /** Never backwards: an arrival that is repeated late does not make the folder be read again. */
    private static void advanceCursor(Link db, Arrival arrival) throws SQLException {
        db.update(
                "INSERT INTO cursor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, folder) DO UPDATE SET"
                        + " last_uid = CASE WHEN uid_validity = ?3 THEN max(last_uid, ?4) ELSE ?4 END, uid_validity = ?3",
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid());
    }

    /** The bytes of a mail that was known need not wait for the next sweep. */
    private void dropUnlessReferred(String ref) {
        try {
            if (!database.look(db -> SpoolReferences.isReferred(db, ref))) {
                spool.delete(ref);
            }
        } catch (IOException | JournalException e) {
            LOG.debug("The spooled bytes {} of a known mail stay until the next sweep", ref, e);
        }
    }

    /** Time and chance, so that a restored backup does not give out an id for the second time. */
    private String newId() {
        long chance = ThreadLocalRandom.current().nextLong(1L << 36);
        return Long.toString(waits.millis(), 36) + "-" + Long.toString(chance, 36);
    }

    public Optional<Cursor> cursor(String account, String folder) {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(folder, "folder");
        return database.look(db -> db.one(
                "SELECT uid_validity, last_uid FROM cursor WHERE account = ? AND folder = ?",
                row -> new Cursor(account, folder, row.getLong(1), row.getLong(2)),
                account,
                folder));
    }

    public void moveCursor(Cursor cursor) {
        Objects.requireNonNull(cursor, "cursor");
        database.change((db, effects) -> {
            effects.changed();
            return db.update(
                    "INSERT INTO cursor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, folder)"
                            + " DO UPDATE SET uid_validity = ?3, last_uid = ?4",
                    cursor.account(),
                    cursor.folder(),
                    cursor.uidValidity(),
                    cursor.lastUid());
        });
    }

    public String submit(Outbound outbound) {
        Objects.requireNonNull(outbound, "outbound");
        return database.change((db, effects) -> {
            Optional<String> known = db.one(
                    "SELECT i.id FROM outbound o JOIN item i USING (seq) WHERE o.key = ?",
                    row -> row.getString(1),
                    outbound.key());
            if (known.isPresent()) {
                return known.get();
            }
            String id = newId();
            long seq = insertItem(db, id, Stage.ANSWERED, outbound.account(), effects);
            db.update(
                    "INSERT INTO outbound VALUES (?, ?, ?, ?, ?)",
                    seq,
                    outbound.key(),
                    outbound.to(),
                    outbound.subject(),
                    outbound.about());
            db.update("INSERT INTO answered VALUES (?, ?, 'platform', '{}')", seq, outbound.markdown());
            return id;
        });
    }
}
