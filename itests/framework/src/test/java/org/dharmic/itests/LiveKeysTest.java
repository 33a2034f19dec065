package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.MailChannel;
import org.dharmic.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that need something to be closed and opened again take effect on the running instance. */
class LiveKeysTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Post post = new Post();
    private FelixRun run;
    private int mails;

    @BeforeEach
    void start() throws Exception {
        run = House.in(folder).start();
        post.open(run);
        run.configure(
                "org.dharmic.vault.lucene",
                Map.of("vault.folder", Feed.vault(folder).toString()));
        run.configure("org.dharmic.mail.imap~sandbox", post.account());
        awaitCursor("sandbox");
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private Journal journal() {
        return run.service(Journal.class, SOON);
    }

    private void awaitCursor(String account) {
        run.awaitTrue(() -> journal().cursor(account, "INBOX").isPresent(), SOON, "the mail channel " + account);
    }

    /** One more mail is sent and answered. */
    private void roundTrip(String account) throws Exception {
        int number = mails++;
        try (Correspondent owner = post.correspondent(Post.OWNER)) {
            owner.send(Post.AGENT, Feed.messageId(number), "Quinces", "How many kilos?", List.of());
        }
        run.awaitTrue(
                () -> journal().find(Filter.newest(100)).stream()
                        .anyMatch(item -> item.account().equals(account)
                                && item.stage() == Stage.MARKED
                                && item.admitted().orElseThrow().messageId().contains("mail-" + number + "@")),
                SOON,
                "the answer to mail " + number);
    }

    @Test
    void anAccountIsRenamedAndItsStateMoved() throws Exception {
        roundTrip("sandbox");
        Map<String, Object> renamed = new HashMap<>(post.account());
        renamed.put("account", "other");
        renamed.put("state.folder", folder.resolve("state").toString());

        run.configure("org.dharmic.mail.imap~sandbox", renamed);

        awaitCursor("other");
        assertThat(run.service(MailChannel.class, SOON).account()).isEqualTo("other");
        assertThat(run.context().getAllServiceReferences(MailChannel.class.getName(), "(account=other)"))
                .hasSize(1);
        roundTrip("other");
        assertThat(folder.resolve("state/other.key")).exists();
    }

    @Test
    void theJournalMovesAndMailGoesOn() throws Exception {
        roundTrip("sandbox");

        run.configure(
                "org.dharmic.journal.sqlite",
                Map.of("folder", folder.resolve("elsewhere").toString()));

        run.awaitTrue(() -> folder.resolve("elsewhere/journal.db").toFile().exists(), SOON, "the other journal");
        awaitCursor("sandbox");
        roundTrip("sandbox");
        assertThat(journal().find(Filter.newest(100))).hasSize(1);
    }

    @Test
    void percentilesLookBackDifferentlyAndTheRoomsMeasureOn() throws Exception {
        roundTrip("sandbox");

        run.configure("org.dharmic.metrics.core", Map.of("percentiles.window.minutes", 5));
        roundTrip("sandbox");

        run.awaitTrue(
                () -> run.service(Metrics.class, SOON).readings().stream()
                        .anyMatch(reading -> reading.name().equals("journal_commit_seconds")),
                SOON,
                "the journal's meters in the new registry");
    }
}
