package org.dharmic.journal.sqlite.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Verification;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;

/**
 * Compares everything that is stored with what it should be. Reads over a connection of its own, in short transactions:
 * a long one would keep the log from being folded in. One look at a time.
 */
public final class Verifier {

    /** More than a person reads; a file that is broken all over would fill the heap. */
    private static final int MOST_FINDINGS = 1_000;

    private static final int PART = 500;
    private static final int BUFFER = 64 << 10;

    /** Each names what is wrong and yields the items, or what else, it is wrong with. */
    private static final Map<String, String> RULES = rules();

    private static final String REACHED = "CASE i.stage WHEN 90 THEN i.parked_from WHEN 80 THEN 0 ELSE i.stage END";
    private static final String REFERENCES =
            "SELECT s.ref, i.id, s.size, coalesce((SELECT a.sha256 FROM arrival a WHERE a.seq = s.seq AND a.ref = s.ref),"
                    + " (SELECT r.sha256 FROM ready r WHERE r.seq = s.seq AND r.ref = s.ref),"
                    + " (SELECT t.sha256 FROM attachment t WHERE t.seq = s.seq AND t.ref = s.ref), '')"
                    + " FROM spooled s JOIN item i USING (seq) WHERE s.ref > ? ORDER BY s.ref LIMIT " + PART;
    private static final String STILL_REFERRED = "SELECT 1 FROM spooled WHERE ref = ?";

    private final Database database;
    private final Spool spool;
    private final LongSupplier nanos;
    private final ReentrantLock alone = new ReentrantLock();
    private volatile Link running;
    private volatile boolean ended;

    /** @param nanos measures how long a look takes */
    public Verifier(Database database, Spool spool, LongSupplier nanos) {
        this.database = database;
        this.spool = spool;
        this.nanos = nanos;
    }

    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put(
                "is in no stage that this release knows",
                "SELECT i.id FROM item i WHERE i.stage NOT IN (10, 20, 30, 40, 50, 60, 70, 80, 90)");
        rules.put(
                "is parked and nobody knows from where",
                "SELECT i.id FROM item i WHERE i.stage = 90 AND coalesce(i.parked_from, 0) NOT IN (10, 20, 30, 40, 50, 60)");
        rules.put(
                "is neither a mail nor one of our own, or both",
                "SELECT i.id FROM item i LEFT JOIN arrival a USING (seq) LEFT JOIN outbound o USING (seq)"
                        + " WHERE (a.seq IS NULL) = (o.seq IS NULL)");
        rules.put(
                "was admitted and nothing is stored of that",
                "SELECT i.id FROM item i JOIN arrival a USING (seq) LEFT JOIN admitted d USING (seq)"
                        + " WHERE d.seq IS NULL AND " + REACHED + " >= 20");
        rules.put(
                "waits for admission and has been admitted",
                "SELECT i.id FROM item i JOIN admitted d USING (seq) WHERE i.stage = 10");
        rules.put(
                "was answered and has no answer",
                "SELECT i.id FROM item i LEFT JOIN answered w USING (seq) WHERE w.seq IS NULL AND " + REACHED
                        + " >= 30");
        rules.put(
                "has a reply and its bytes are not stored",
                "SELECT i.id FROM item i LEFT JOIN ready r USING (seq) WHERE r.seq IS NULL AND " + REACHED + " >= 40");
        rules.put(
                "refers to bytes that nothing keeps from being swept",
                "SELECT i.id FROM item i JOIN (SELECT seq, ref FROM arrival UNION ALL SELECT seq, ref FROM ready"
                        + " UNION ALL SELECT seq, ref FROM attachment WHERE ref IS NOT NULL) b USING (seq)"
                        + " LEFT JOIN spooled s ON s.ref = b.ref AND s.seq = b.seq WHERE i.thinned = 0 AND s.ref IS NULL");
        rules.put(
                "stands elsewhere than its story ends",
                "SELECT i.id FROM item i LEFT JOIN transition t"
                        + " ON t.num = (SELECT max(num) FROM transition l WHERE l.seq = i.seq)"
                        + " WHERE t.stage IS NULL OR t.stage <> i.stage");
        rules.put(
                "holds a text that is no JSON",
                "SELECT i.id FROM item i JOIN admitted d USING (seq) WHERE NOT json_valid(d.refs)"
                        + " UNION SELECT i.id FROM item i JOIN event e USING (seq) WHERE NOT json_valid(e.fields)");
        rules.put(
                "is counted wrongly",
                "SELECT 'stage ' || what FROM tally WHERE what NOT IN ('events', 'spool')"
                        + " AND n <> (SELECT count(*) FROM item WHERE stage = CAST(what AS INTEGER))");
        rules.put("refers to rows that are not there", "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check");
        return rules;
    }

    /** @throws JournalException when another look is under way, the storage cannot be read, or {@link #end} was called */
    public Verification run() {
        if (!alone.tryLock()) {
            throw new JournalException(database.file() + " is being verified already: wait for that to end");
        }
        try (Link link = Sqlite.reader(database.file(), database.busy())) {
            running = link;
            refuseWhenEnded();
            return look(link);
        } catch (SQLException e) {
            throw database.failure(e);
        } finally {
            running = null;
            alone.unlock();
        }
    }

    private Verification look(Link link) throws SQLException {
        long start = nanos.getAsLong();
        List<String> findings = new ArrayList<>();
        String damage = Sqlite.quickCheck(link);
        if (!damage.isEmpty()) {
            findings.add(database.damaged(damage));
        }
        long items = 0;
        long files = 0;
        try {
            items = link.one("SELECT count(*) FROM item", row -> row.getLong(1)).orElse(0L);
            for (Map.Entry<String, String> rule : RULES.entrySet()) {
                refuseWhenEnded();
                link.list(rule.getValue() + " LIMIT " + MOST_FINDINGS, row -> row.getString(1))
                        .forEach(id -> add(findings, id + " " + rule.getKey()));
            }
            files = files(link, findings);
        } catch (SQLException e) {
            if (damage.isEmpty()) {
                throw e;
            }
            add(findings, "the rest cannot be read: " + e.getMessage());
        }
        return new Verification(items, files, findings, Duration.ofNanos(nanos.getAsLong() - start));
    }

    private static void add(List<String> findings, String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private record Reference(String ref, String item, long size, String sha256) {}

    private long files(Link link, List<String> findings) throws SQLException {
        long files = 0;
        String last = "";
        List<Reference> part;
        do {
            part = link.list(
                    REFERENCES,
                    row -> new Reference(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)),
                    last);
            for (Reference each : part) {
                refuseWhenEnded();
                String problem = problem(each);
                // Meanwhile it may have been given up for age, or with an admission that a person has taken back.
                boolean still = problem.isEmpty()
                        || link.one(STILL_REFERRED, row -> row.getInt(1), each.ref())
                                .isPresent();
                if (!problem.isEmpty() && still) {
                    add(findings, each.item() + " refers to spool/" + each.ref() + ", " + problem);
                }
                files++;
                last = each.ref();
            }
        } while (part.size() == PART);
        return files;
    }

    private String problem(Reference reference) {
        MessageDigest digest = Spool.sha256();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (InputStream in = spool.open(reference.ref())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                digest.update(buffer, 0, n);
            }
        } catch (NoSuchFileException e) {
            return "which is not there";
        } catch (IOException e) {
            return "which cannot be read: " + e;
        }
        if (size != reference.size()) {
            return "which has " + size + " bytes and should have " + reference.size();
        }
        return HexFormat.of().formatHex(digest.digest()).equals(reference.sha256())
                ? ""
                : "whose digest is another one";
    }

    private void refuseWhenEnded() {
        if (ended) {
            throw new JournalException("the verification of " + database.file() + " was ended");
        }
    }

    /** Ends a look that is running on another thread, which throws there, and lets no other begin. */
    public void end() {
        ended = true;
        Link link = running;
        if (link != null) {
            link.interrupt();
        }
    }
}
