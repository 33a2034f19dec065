package org.dharmic.mail.imap.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.mailbox.SentLook;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.reply.ReplyKey;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Worker;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Answers that wait to be sent, a worker that sends them, and a server that answers as it is told. */
abstract class SendingScene {

    static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    SmtpServer server;
    final JournalFake journal = new JournalFake();
    final Sessions sessions = new Sessions("test", new Costs(System::nanoTime));
    final ChannelState state = new ChannelState(Clock.systemUTC());
    final List<String> looked = new ArrayList<>();
    /** What the Sent folder shows; by default the account has none. */
    Function<String, SentLook.Seen> sentFolder = id -> SentLook.Seen.NOWHERE_TO_LOOK;

    String secret = "secret";
    Clock clock = Clock.systemUTC();
    LongSupplier nanos = System::nanoTime;
    ImapSettings settings;
    /** Renders and sends in turns. */
    Worker.Job worker;

    ReplyWorker replies;
    /** Over a second connection. */
    ReplyWorker second;

    @BeforeEach
    void start() throws IOException {
        server = new SmtpServer(new PostOffice());
        settings = configured().settings();
        worker = worker();
    }

    Settings configured() {
        return Settings.plain()
                .with("smtp_port", server.port())
                .with("smtp_timeout_seconds", 1)
                .with("sent_wait_seconds", 0);
    }

    Worker.Job worker() {
        Available<Journal> journals = new Available<>(Journal.class);
        journals.arrived(journal);
        Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
        secrets.arrived(name -> secret.toCharArray());
        ReplyComposer composer = new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get);
        Composing composing = new Composing(() -> settings, new Journals(journals), composer, () -> {});
        replies = new ReplyWorker(
                () -> settings,
                new Journals(journals),
                new SmtpSender(sessions, new Passwords(secrets, Path.of("unused"))),
                id -> {
                    looked.add(id);
                    return sentFolder.apply(id);
                },
                state,
                new Meters(),
                () -> {},
                clock,
                () -> nanos.getAsLong());
        second = replies.beside(new SmtpSender(sessions, new Passwords(secrets, Path.of("unused"))));
        return new Worker.Job() {
            @Override
            public boolean work() {
                boolean composed = composing.work();
                return replies.work() || composed;
            }

            @Override
            public void rest() {
                replies.rest();
            }

            @Override
            public void end() {
                composing.end();
                replies.end();
                second.end();
            }
        };
    }

    @AfterEach
    void stop() throws IOException {
        worker.end();
        sessions.close();
        server.close();
    }

    String answered(String subject) {
        try {
            byte[] raw = subject.getBytes(StandardCharsets.UTF_8);
            Spooled spooled = journal.spool(new ByteArrayInputStream(raw), 1000);
            String id = journal.accept(
                            new Arrival("test", "INBOX", 1, journal.all().size() + 1L, spooled, Instant.now()))
                    .itemId();
            Lease lease = journal.leaseFor("test", Stage.INGESTED, "t", MINUTE).orElseThrow();
            journal.advance(
                    lease,
                    new Step.Admitted(
                            Settings.ALICE,
                            "ask",
                            "all",
                            "thread-" + id,
                            "<q@f.example>",
                            List.of(),
                            subject,
                            "?",
                            "",
                            List.of(),
                            "v"));
            lease = journal.leaseFor("test", Stage.ADMITTED, "t", MINUTE).orElseThrow();
            journal.advance(lease, new Step.Answered("An answer.", "test", "{}", List.of()));
            return id;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Item item(String id) {
        return journal.find(id).orElseThrow();
    }

    void drain() {
        for (int i = 0; i < 200 && worker.work(); i++) {
            assertThat(state.sending().reason()).isEmpty();
        }
    }

    /** Renders without sending: the server is out of reach. */
    void compose() {
        worker.end();
        server.script().on("banner", "421 not now");
        worker.work();
        server.script().allWell();
        worker.end();
        worker = worker();
    }
}
