package org.dharmic.journal.sqlite.item;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.support.sqlite.Link;

/** Reads items with everything that hangs on them. */
public final class Items {

    private static final String SELECT =
            "SELECT i.seq, i.id, i.stage, i.account, i.attempts, i.reason, i.created_at, i.updated_at,"
                    + " a.folder, a.uid_validity, a.uid, a.ref, a.sha256, a.size, a.internal_date,"
                    + " o.key, o.recipient, o.subject,"
                    + " d.sender, d.tier, d.scope, d.thread, d.message_id, d.refs, d.subject, d.text, d.quoted, d.verdict,"
                    + " w.markdown, w.executor, w.receipt,"
                    + " r.ref, r.sha256, r.size, r.message_id, r.recipient,"
                    + " i.released, o.about, EXISTS (SELECT 1 FROM attachment t WHERE t.seq = i.seq)"
                    + " FROM item i LEFT JOIN arrival a USING (seq) LEFT JOIN outbound o USING (seq) LEFT JOIN admitted d USING (seq)"
                    + " LEFT JOIN answered w USING (seq) LEFT JOIN ready r USING (seq)";

    private static final String BY_ID = SELECT + " WHERE i.id = ?";
    private static final String BY_SEQ = SELECT + " WHERE i.seq = ?";
    private static final Ordered FILTERED = new Ordered(SELECT
            + " WHERE (?1 = '' OR instr(?1, ',' || i.stage || ',') > 0)"
            + " AND (?2 IS NULL OR i.sender = ?2) ORDER BY i.seq DESC LIMIT ?3");
    private static final Ordered IN_STAGES = new Ordered(SELECT
            + " WHERE i.seq IN (SELECT seq FROM (SELECT seq FROM item WHERE stage IN (SELECT value FROM json_each(?1))"
            + " ORDER BY seq DESC LIMIT ?2)) ORDER BY i.seq DESC");
    private static final Ordered IN_THREAD = new Ordered(SELECT
            + " WHERE d.thread = ?2 AND (?1 = '' OR instr(?1, ',' || i.stage || ',') > 0)"
            + " AND (?3 IS NULL OR i.sender = ?3) ORDER BY i.seq DESC LIMIT ?4");
    private static final String ATTACHMENTS =
            "SELECT name, type, size, ref, sha256, stored FROM attachment WHERE seq = ? ORDER BY n";
    private static final String EVENTS = "SELECT kind, fields FROM event WHERE seq = ? ORDER BY n";
    private static final String HISTORY =
            "SELECT t.stage, t.at, t.worker, t.note FROM transition t JOIN item i USING (seq)"
                    + " WHERE i.id = ? ORDER BY t.num";

    private Items() {}

    /** A question that can be asked for the newest rows or for the oldest. */
    private record Ordered(String newest, String oldest) {
        Ordered(String newest) {
            this(newest, newest.replace("seq DESC", "seq"));
        }

        String of(Filter filter) {
            return filter.oldest() ? oldest : newest;
        }
    }

    /** An item without its memory events and attachments, which are other queries. */
    private record Row(long seq, Item item, boolean hasAttachments) {}

    public static Optional<Item> byId(Link db, String id) throws SQLException {
        return complete(db, db.one(BY_ID, Items::row, id));
    }

    static Item bySeq(Link db, long seq) throws SQLException {
        return complete(db, db.one(BY_SEQ, Items::row, seq))
                .orElseThrow(() -> new SQLException("the journal has no item number " + seq + " any more"));
    }

    /** Each kind of question has a statement of its own, so that each goes by an index. */
    public static List<Item> filtered(Link db, Filter filter) throws SQLException {
        String thread = filter.thread().orElse(null);
        String sender = filter.sender().orElse(null);
        List<Row> rows;
        if (thread != null) {
            rows = db.list(IN_THREAD.of(filter), Items::row, codes(filter), thread, sender, filter.limit());
        } else if (sender == null && !filter.stages().isEmpty()) {
            String stages = filter.stages().stream()
                    .map(stage -> Integer.toString(Codes.of(stage)))
                    .collect(Collectors.joining(",", "[", "]"));
            rows = db.list(IN_STAGES.of(filter), Items::row, stages, filter.limit());
        } else {
            rows = db.list(FILTERED.of(filter), Items::row, codes(filter), sender, filter.limit());
        }
        if (!filter.oldest()) {
            Collections.reverse(rows);
        }
        List<Item> items = new ArrayList<>(rows.size());
        for (Row row : rows) {
            items.add(complete(db, row));
        }
        return items;
    }

    public static List<Transition> history(Link db, String id) throws SQLException {
        return db.list(
                HISTORY,
                row -> new Transition(
                        Codes.stage(row.getInt(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4)),
                id);
    }

    private static String codes(Filter filter) {
        return filter.stages().isEmpty()
                ? ""
                : filter.stages().stream()
                        .map(stage -> Integer.toString(Codes.of(stage)))
                        .collect(Collectors.joining(",", ",", ","));
    }

    private static Optional<Item> complete(Link db, Optional<Row> row) throws SQLException {
        return row.isEmpty() ? Optional.empty() : Optional.of(complete(db, row.get()));
    }

    private static Item complete(Link db, Row row) throws SQLException {
        Item item = row.item();
        List<MemoryEvent> events = item.answered().isEmpty()
                ? List.of()
                : db.list(EVENTS, each -> new MemoryEvent(each.getString(1), Json.map(each.getString(2))), row.seq());
        List<Attachment> attachments =
                row.hasAttachments() ? db.list(ATTACHMENTS, Items::attachment, row.seq()) : List.of();
        if (events.isEmpty() && attachments.isEmpty()) {
            return item;
        }
        return new Item(
                item.id(),
                item.stage(),
                item.account(),
                item.arrival(),
                item.outbound(),
                item.admitted().map(bare -> with(bare, attachments)),
                item.answered()
                        .map(bare -> new Step.Answered(bare.markdown(), bare.executor(), bare.receiptJson(), events)),
                item.ready(),
                item.attempts(),
                item.reason(),
                item.released(),
                item.createdAt(),
                item.updatedAt());
    }

    private static Step.Admitted with(Step.Admitted bare, List<Attachment> attachments) {
        return new Step.Admitted(
                bare.sender(),
                bare.tier(),
                bare.scope(),
                bare.thread(),
                bare.messageId(),
                bare.references(),
                bare.subject(),
                bare.text(),
                bare.quoted(),
                attachments,
                bare.verdict());
    }

    private static Attachment attachment(ResultSet r) throws SQLException {
        Optional<Spooled> bytes = r.getString(4) == null
                ? Optional.empty()
                : Optional.of(new Spooled(r.getString(4), r.getString(5), r.getLong(6)));
        return new Attachment(r.getString(1), r.getString(2), r.getLong(3), bytes);
    }

    private static Row row(ResultSet r) throws SQLException {
        String account = r.getString(4);
        Optional<Arrival> arrival = r.getString(9) == null
                ? Optional.empty()
                : Optional.of(new Arrival(
                        account,
                        r.getString(9),
                        r.getLong(10),
                        r.getLong(11),
                        new Spooled(r.getString(12), r.getString(13), r.getLong(14)),
                        Instant.ofEpochMilli(r.getLong(15))));
        Optional<Outbound> outbound = r.getString(16) == null
                ? Optional.empty()
                : Optional.of(new Outbound(
                        r.getString(16), account, r.getString(38), r.getString(17), r.getString(18), r.getString(29)));
        Optional<Step.Admitted> admitted = r.getString(19) == null
                ? Optional.empty()
                : Optional.of(new Step.Admitted(
                        r.getString(19),
                        r.getString(20),
                        r.getString(21),
                        r.getString(22),
                        r.getString(23),
                        Json.list(r.getString(24)),
                        r.getString(25),
                        r.getString(26),
                        r.getString(27),
                        List.of(),
                        r.getString(28)));
        Optional<Step.Answered> answered = r.getString(29) == null
                ? Optional.empty()
                : Optional.of(new Step.Answered(r.getString(29), r.getString(30), r.getString(31), List.of()));
        Optional<Step.Ready> ready = r.getString(32) == null
                ? Optional.empty()
                : Optional.of(new Step.Ready(
                        new Spooled(r.getString(32), r.getString(33), r.getLong(34)),
                        r.getString(35),
                        r.getString(36)));
        Item item = new Item(
                r.getString(2),
                Codes.stage(r.getInt(3)),
                account,
                arrival,
                outbound,
                admitted,
                answered,
                ready,
                r.getInt(5),
                r.getString(6),
                r.getBoolean(37),
                Instant.ofEpochMilli(r.getLong(7)),
                Instant.ofEpochMilli(r.getLong(8)));
        return new Row(r.getLong(1), item, r.getBoolean(39));
    }
}
