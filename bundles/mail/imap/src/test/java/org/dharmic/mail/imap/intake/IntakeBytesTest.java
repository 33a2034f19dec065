package org.dharmic.mail.imap.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.itests.post.Box;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.mail.imap.Account;
import org.dharmic.mail.imap.NothingLeft;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.connection.TrackedSockets;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mailbox.Uids;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.Available;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mails come in whole or not at all, and however many there are, few are in memory. */
@ExtendWith(NothingLeft.class)
class IntakeBytesTest {

    @TempDir
    Path folder;

    private final PostOffice office = new PostOffice();
    private final ImapServer server = new ImapServer(office);
    private final Box inbox = office.inbox(Settings.AGENT);
    private final Sessions sessions = new Sessions("test", new Costs(System::nanoTime));
    private NewMail newMail;

    /** An empty journal of an empty folder. */
    private JournalFake begin() {
        JournalFake journal = new JournalFake();
        journal.moveCursor(new Cursor("test", "INBOX", inbox.uidValidity(), 0));
        Available<Journal> available = new Available<>(Journal.class);
        available.arrived(journal);
        Journals journals = new Journals(available);
        newMail = new NewMail(journals, new MailTaker(journals), Clock.systemUTC(), () -> false, () -> {});
        return journal;
    }

    @AfterEach
    void close() throws Exception {
        sessions.close();
        server.close();
    }

    private int take() throws MessagingException, IOException {
        ImapSettings settings =
                Settings.plain().with("imap_port", server.port()).settings().withStateFolder(folder.toString());
        try (ImapConnection connection = ImapConnection.open(settings, sessions, "secret", new TrackedSockets())) {
            return newMail.take(connection, settings);
        }
    }

    @Test
    void whereverTheLineIsCutNoPartOfAMailComesIn() throws Exception {
        List<String> raws = List.of(
                Account.mail("small"),
                Account.mail("other"),
                Account.mail("big") + "0123456789abcdef\r\n".repeat(40_000)); // in three pieces
        raws.forEach(inbox::add);
        for (long cut = 200; cut < 720_000; cut += 29_989) {
            JournalFake journal = begin();
            server.cutAfter(cut);
            assertThatThrownBy(this::take).isInstanceOf(MessagingException.class);
            assertWhole(journal, raws);
            server.cutAfter(Long.MAX_VALUE);
            take();
            assertWhole(journal, raws);
            assertThat(journal.all()).hasSize(3);
        }
    }

    private static void assertWhole(JournalFake journal, List<String> raws) {
        for (Item item : journal.all()) {
            Arrival arrival = item.arrival().orElseThrow();
            assertThat(journal.bytes(arrival.spooled().ref()))
                    .isEqualTo(raws.get((int) arrival.uid() - 1).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void tenThousandMailsAtOnceComeInOldestFirstAndFewAtATime() throws Exception {
        int many = 10_000;
        JournalFake journal = begin();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < many; i++) {
            inbox.add(Account.mail("n" + i));
        }
        server.script().on("UID FETCH", command -> {
            if (command.contains("BODY")) {
                most.accumulateAndGet(Uids.parse(command.split(" ")[2]).length, Math::max);
            }
            return Script.USUAL;
        });

        assertThat(take()).isEqualTo(many);

        assertThat(most.get()).isLessThanOrEqualTo(50);
        assertThat(journal.all()).hasSize(many);
        assertThat(journal.all())
                .extracting(item -> item.arrival().orElseThrow().uid())
                .isSorted();
        assertThat(journal.cursor("test", "INBOX").orElseThrow().lastUid()).isEqualTo(many);
    }

    @Test
    void aMailOfExactlyOnePieceIsWhole() throws Exception {
        JournalFake journal = begin();
        String start = Account.mail("even");
        inbox.add(start + "x".repeat(256 * 1024 - start.length()));
        inbox.add(start + "x".repeat(512 * 1024 - start.length()));
        assertThat(take()).isEqualTo(2);
        assertThat(journal.all())
                .extracting(item -> item.arrival().orElseThrow().spooled().size())
                .containsExactly(256 * 1024L, 512 * 1024L);
    }
}
