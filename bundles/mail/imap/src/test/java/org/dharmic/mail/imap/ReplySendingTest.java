package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.reply.ReplyKey;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a hand-over to the SMTP server may end, and what becomes of the reply. */
class ReplySendingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private ScriptedSmtp server;
    private final JournalFake journal = new JournalFake();
    private final Sessions sessions = new Sessions("test", new Costs(System::nanoTime));
    private final ChannelState state = new ChannelState(Clock.systemUTC());
    private ImapSettings settings;
    private ReplyWorker worker;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedSmtp();
        settings = configured().settings();
        worker = worker();
    }

    private Settings configured() {
        return Settings.plain().with("smtp_port", server.port()).with("smtp_timeout_seconds", 1);
    }

    private ReplyWorker worker() {
        Available<Journal> journals = new Available<>(Journal.class);
        journals.arrived(journal);
        Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
        secrets.arrived(name -> "secret".toCharArray());
        return new ReplyWorker(
                () -> settings,
                new Journals(journals),
                new SmtpSender(sessions, new Passwords(secrets, Path.of("unused"))),
                new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get),
                state,
                new Meters(),
                () -> {},
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        worker.end();
        sessions.close();
        server.close();
    }

    private String answered(String subject) {
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

    private Item item(String id) {
        return journal.find(id).orElseThrow();
    }

    @Test
    void severalRepliesShareOneConnection() {
        String first = answered("one");
        String second = answered("two");
        while (worker.work()) {
            assertThat(server.sessions()).isLessThanOrEqualTo(1);
        }
        assertThat(item(first).stage()).isEqualTo(Stage.SENT);
        assertThat(item(second).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(2);
        assertThat(journal.history(first)).extracting(each -> each.note()).contains("250 taken as 1");
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 451 later", "DATA, 451 later", ".,452 no room", "RCPT, drop", "DATA, drop", "MAIL, 421 closing"})
    void whatTheServerDidNotTakeGoesOutLaterWithTheSameBytes(String verb, String reply) {
        server.on(verb, reply);
        String id = answered("later");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(item(id).reason()).isNotBlank();
        Step.Ready before = item(id).ready().orElseThrow();

        assertThat(worker.work()).isFalse(); // it waits

        server.allWell();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(item(id).ready()).contains(before);
        assertThat(server.mails().get(server.mails().size() - 1))
                .isEqualTo(new String(journal.bytes(before.reply().ref()), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 550 no such user", "DATA, 554 no", ".,552 too big"})
    void whatTheServerRefusesForGoodIsParked(String verb, String reply) {
        server.on(verb, reply);
        String id = answered("never");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains(reply.substring(0, 3));
        journal.passTime();
        assertThat(worker.work()).isFalse();
        assertThat(server.sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedSmtp.DROP, ScriptedSmtp.HANG})
    void aLineLostAfterTheLastByteSendsTheSameBytesAgain(String ending) {
        server.on(".", ending);
        String id = answered("who knows");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);

        server.allWell();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(2);
        assertThat(server.mails().get(0)).isEqualTo(server.mails().get(1));
    }

    @Test
    void aLineLostAfterTheLastByteIsForAPersonWhereHeld() {
        settings = configured().with("on_ambiguous", "hold").settings();
        server.on(".", ScriptedSmtp.DROP);
        String id = answered("who knows");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains("may have been sent");
    }

    @Test
    void afterACrashWhileSendingTheEndingIsAmbiguous() {
        String id = answered("crash");
        compose();
        Lease ready = journal.leaseFor("test", Stage.READY, "t", MINUTE).orElseThrow();
        journal.advanceAndHold(ready, new Step.Sending(), MINUTE);
        journal.crash();

        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
    }

    /** Renders without sending: the server is out of reach. */
    private void compose() {
        server.on("banner", "421 not now");
        worker.work();
        server.allWell();
        worker.end();
        worker = worker();
    }

    @Test
    void theSameReplyIsRenderedAfterACrashBetweenRenderingAndStoring() {
        String id = answered("twice");
        ReplyComposer one = new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get);
        ReplyComposer other = new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get);
        assertThat(one.compose(item(id), settings.author()).bytes())
                .isEqualTo(other.compose(item(id), settings.author()).bytes());
    }

    @Test
    void refusedCredentialsAreTriedOnceAndTheReplyWaits() {
        server.on("AUTH", "535 no");
        String id = answered("locked out");
        worker.work();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(item(id).attempts()).isZero();
        assertThat(server.logins()).isEqualTo(1);
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.REFUSED);

        server.allWell();
        settings = configured().with("user", "somebody-else").settings();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(state.sending().reason()).isEmpty();
    }

    @Test
    void aServerWithoutABannerCostsOneTimeOut() {
        server.on("banner", ScriptedSmtp.HANG);
        String id = answered("silence");
        long start = System.nanoTime();
        worker.work();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
    }

    @Test
    void aServerWithoutStartTlsIsNotTalkedToInTheClear() {
        settings = configured().with("smtp_security", "starttls").settings();
        String id = answered("secret");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(server.logins()).isZero();
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void droppingAtQuitIsNoFailure() {
        server.on("QUIT", ScriptedSmtp.DROP);
        String id = answered("bye");
        worker.work();
        worker.end();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aRecipientThatIsNoPlainAddressIsParked() {
        String id = journal.submit(
                new org.dharmic.journal.Outbound("k", "test", "", "a@b.example\r\nBcc: evil@x.example", "s", "m"));
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(server.sessions()).isZero();
    }
}
