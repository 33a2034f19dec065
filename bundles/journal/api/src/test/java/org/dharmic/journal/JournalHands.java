package org.dharmic.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the tests of a journal do with it again and again. */
final class JournalHands {

    static final Duration LONG = Duration.ofMinutes(10);
    static final Duration SHORT = Duration.ofMillis(30);
    static final String WORKER = "worker";

    private JournalHands() {}

    /** A deed without a result. */
    @FunctionalInterface
    interface Deed {
        void run() throws Exception;
    }

    static Callable<?> deed(Deed deed) {
        return () -> {
            deed.run();
            return null;
        };
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    static String text(Journal journal, String ref) throws IOException {
        try (InputStream in = journal.read(ref)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static Arrival arrival(Journal journal, String account, long uid, String text) throws IOException {
        return new Arrival(
                account, "INBOX", 1, uid, journal.spool(bytes(text), 1_000), Instant.parse("2026-05-04T03:02:01Z"));
    }

    /** Takes in a mail whose text no other has. */
    static String accept(Journal journal, String text) throws IOException {
        long uid = journal.cursor("home", "INBOX").map(Cursor::lastUid).orElse(0L) + 1;
        return journal.accept(arrival(journal, "home", uid, text)).itemId();
    }

    static Step.Admitted admitted(String sender, String thread) {
        return admitted(sender, thread, List.of());
    }

    static Step.Admitted admitted(String sender, String thread, List<Attachment> attachments) {
        return new Step.Admitted(
                sender,
                "ask",
                "all",
                thread,
                "<m@x>",
                List.of("<r1@x>", "<r2@x>"),
                "Überschrift",
                "the text",
                "> quoted",
                attachments,
                "dkim=pass");
    }

    static Step.Answered answered(MemoryEvent... events) {
        return new Step.Answered("**yes**", "extractive", "{\"a\":1}", List.of(events));
    }

    static Step.Ready ready(Journal journal, String reply) throws IOException {
        return new Step.Ready(journal.spool(bytes(reply), 1_000), "<reply@x>", "a@x");
    }

    /** Takes in a mail and brings it to a stage. */
    static String at(Journal journal, Stage stage, String text, String sender, String thread) throws IOException {
        String id = accept(journal, text);
        bringFresh(journal, id, sender, thread);
        bring(journal, id, stage);
        return id;
    }

    static void bringFresh(Journal journal, String id, String sender, String thread) {
        journal.advance(leaseItem(journal, Stage.INGESTED, id), admitted(sender, thread));
    }

    static void bring(Journal journal, String id, Stage stage) throws IOException {
        while (true) {
            Stage now = journal.find(id).orElseThrow().stage();
            if (now == stage) {
                return;
            }
            Step next =
                    switch (now) {
                        case ADMITTED -> answered();
                        case ANSWERED -> ready(journal, "reply to " + id);
                        case READY -> new Step.Sending();
                        case SENDING -> new Step.Sent("250");
                        default -> throw new IllegalStateException("cannot bring " + id + " from " + now);
                    };
            journal.advance(leaseItem(journal, now, id), next);
        }
    }

    /** Leases one certain item; the others that came before it are given back. */
    static Lease leaseItem(Journal journal, Stage stage, String id) {
        List<Lease> others = new ArrayList<>();
        try {
            while (true) {
                Lease lease = journal.lease(stage, WORKER, LONG)
                        .orElseThrow(() -> new AssertionError("item " + id + " cannot be had in " + stage));
                if (lease.item().id().equals(id)) {
                    return lease;
                }
                others.add(lease);
            }
        } finally {
            others.forEach(journal::release);
        }
    }

    /** Leases all there is as worker {@code drain}. */
    static List<String> drain(Journal journal, Stage stage) {
        List<String> ids = new ArrayList<>();
        for (Optional<Lease> lease = journal.lease(stage, "drain", LONG);
                lease.isPresent();
                lease = journal.lease(stage, "drain", LONG)) {
            ids.add(lease.get().item().id());
        }
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }

    static List<String> ids(Journal journal, Filter filter) {
        return journal.find(filter).stream().map(Item::id).toList();
    }
}
