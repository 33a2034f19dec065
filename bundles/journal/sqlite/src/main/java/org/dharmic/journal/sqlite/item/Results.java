package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Step;
import org.dharmic.support.sqlite.Link;

/** What becomes durable in a step. Runs inside the writer's transactions. */
public final class Results {

    private Results() {}

    /** The spooled bytes a step refers to. */
    public static Stream<Spooled> bytes(Step step) {
        if (step instanceof Step.Admitted admitted) {
            return admitted.attachments().stream().map(Attachment::bytes).flatMap(Optional::stream);
        }
        return step instanceof Step.Ready ready ? Stream.of(ready.reply()) : Stream.empty();
    }

    /** Stores what a step brings. Returns the line for the item's story. */
    static String store(Link db, long seq, Step step) throws SQLException {
        if (step instanceof Step.Admitted admitted) {
            return admitted(db, seq, admitted);
        }
        if (step instanceof Step.Answered answered) {
            db.update(
                    "INSERT INTO answered VALUES (?, ?, ?, ?)",
                    seq,
                    answered.markdown(),
                    answered.executor(),
                    answered.receiptJson());
            return Story.shortened(answered.executor());
        }
        if (step instanceof Step.Ready ready) {
            return ready(db, seq, ready);
        }
        if (step instanceof Step.Sent sent) {
            return Story.shortened(sent.serverReply());
        }
        if (step instanceof Step.NotSent notSent) {
            return Story.shortened(notSent.why());
        }
        if (step instanceof Step.Marked marked) {
            return Story.shortened(marked.how());
        }
        return "";
    }

    private static String admitted(Link db, long seq, Step.Admitted admitted) throws SQLException {
        db.update(
                "INSERT INTO admitted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                seq,
                admitted.sender(),
                admitted.tier(),
                admitted.scope(),
                admitted.thread(),
                admitted.messageId(),
                Json.of(admitted.references()),
                admitted.subject(),
                admitted.text(),
                admitted.quoted(),
                admitted.verdict());
        db.update("UPDATE item SET sender = ?2, thread = ?3 WHERE seq = ?1", seq, admitted.sender(), admitted.thread());
        attachments(db, seq, admitted.attachments());
        return Story.shortened(admitted.verdict());
    }

    private static void attachments(Link db, long seq, List<Attachment> attachments) throws SQLException {
        Set<String> referred = new HashSet<>();
        for (int n = 0; n < attachments.size(); n++) {
            Attachment each = attachments.get(n);
            db.update(
                    "INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    seq,
                    n,
                    each.name(),
                    each.type(),
                    each.size(),
                    each.bytes().map(Spooled::ref).orElse(null),
                    each.bytes().map(Spooled::sha256).orElse(null),
                    each.bytes().map(Spooled::size).orElse(null));
            if (each.bytes().isPresent() && referred.add(each.bytes().get().ref())) {
                SpoolReferences.refer(db, seq, each.bytes().get());
            }
        }
    }

    private static String ready(Link db, long seq, Step.Ready ready) throws SQLException {
        Spooled reply = ready.reply();
        db.update(
                "INSERT INTO ready VALUES (?, ?, ?, ?, ?, ?)",
                seq,
                reply.ref(),
                reply.sha256(),
                reply.size(),
                ready.messageId(),
                ready.recipient());
        SpoolReferences.refer(db, seq, reply);
        return Story.shortened(ready.messageId());
    }
}
