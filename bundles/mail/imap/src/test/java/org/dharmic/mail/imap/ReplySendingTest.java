package org.dharmic.mail.imap;

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
import java.util.stream.IntStream;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.MailUnavailable;
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
    private final List<String> looked = new ArrayList<>();
    /** What the Sent folder shows; by default the account has none. */
    private Function<String, SentLook.Seen> sentFolder = id -> SentLook.Seen.NOWHERE_TO_LOOK;

    private Clock clock = Clock.systemUTC();
    private ImapSettings settings;
    private ReplyWorker worker;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedSmtp();
        settings = configured().settings();
        worker = worker();
    }

    private Settings configured() {
        return Settings.plain()
                .with("smtp_port", server.port())
                .with("smtp_timeout_seconds", 1)
                .with("sent_wait_seconds", 0);
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
                id -> {
                    looked.add(id);
                    return sentFolder.apply(id);
                },
                state,
                new Meters(),
                () -> {},
                clock);
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

    @Test
    void aBurstGoesOverOneConnectionWithoutAWordTooMuch() {
        List<String> ids =
                IntStream.range(0, 20).mapToObj(i -> answered("burst " + i)).toList();
        drain();
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.mails()).hasSize(20);
        assertThat(server.commands()).hasSize(2 + 3 * 20); // EHLO and AUTH; MAIL, RCPT and DATA of each
    }

    private void drain() {
        for (int i = 0; i < 200 && worker.work(); i++) {
            assertThat(state.sending().reason()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedSmtp.DROP, "421 4.7.0 too many mails over this connection"})
    void aConnectionThatWasKeptAndIsClosedByTheServerCostsNoPause(String farewell) {
        server.closingAfter(3, farewell);
        List<String> ids =
                IntStream.range(0, 8).mapToObj(i -> answered("burst " + i)).toList();
        drain();
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT && item(id).attempts() == 0);
        assertThat(server.sessions()).isEqualTo(3);
        assertThat(server.mails()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void aReplyGoesToTheAuthenticatedSenderAlone() {
        String id = answered("reply to whom");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.commands())
                .filteredOn(each -> each.startsWith("RCPT") || each.startsWith("MAIL"))
                .containsExactly("MAIL FROM:<" + Settings.AGENT + ">", "RCPT TO:<" + Settings.ALICE + ">");
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
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains("may have been sent");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void afterACrashWhileSendingTheEndingIsAmbiguous() {
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    private String crashedWhileSending() {
        String id = answered("crash " + journal.all().size());
        compose();
        Lease ready = journal.leaseFor("test", Stage.READY, "t", MINUTE).orElseThrow();
        journal.advanceAndHold(ready, new Step.Sending(), MINUTE);
        journal.crash();
        return id;
    }

    @Test
    void whatLiesInTheSentFolderIsNotSentAgain() {
        sentFolder = messageId -> SentLook.Seen.THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(looked).containsExactly(item(id).ready().orElseThrow().messageId());
        assertThat(server.mails()).isEmpty();
        assertThat(journal.history(id)).extracting(Transition::note).contains("found in the Sent folder");
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void whatIsNotInTheSentFolderGoesOutAgainOrToAPerson() {
        sentFolder = messageId -> SentLook.Seen.NOT_THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);

        settings = configured().with("on_ambiguous", "hold").settings();
        String held = crashedWhileSending();
        worker.work();
        assertThat(item(held).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(held).reason()).contains("may have been sent").contains("Sent folder");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aLineLostAfterTheLastByteIsLookedAfterBeforeAnythingElse() {
        settings = configured().with("on_ambiguous", "hold").settings();
        sentFolder = messageId -> SentLook.Seen.THERE;
        server.on(".", ScriptedSmtp.DROP);
        String id = answered("who knows");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(looked).isEmpty(); // the server may file it a moment later
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void whoCannotLookDoesNotSend() {
        sentFolder = messageId -> {
            throw new MailUnavailable("imap is away");
        };
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(item(id).reason()).contains("imap is away");
        assertThat(worker.work()).isFalse();
        assertThat(server.mails()).isEmpty();

        sentFolder = messageId -> SentLook.Seen.THERE;
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void afterACrashTheSentFolderIsGivenTimeToHaveIt() {
        settings = configured().with("sent_wait_seconds", 600).settings();
        sentFolder = messageId -> SentLook.Seen.THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(looked).isEmpty();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
    }

    @Test
    void anAccountThatShallNotLookDoesNotLook() {
        settings = configured().with("sent_folder", "none").settings();
        String id = crashedWhileSending();
        worker.work();
        assertThat(looked).isEmpty();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
    }

    @Test
    void aServerThatNeverConfirmsIsNotFedForEver() {
        server.on(".", ScriptedSmtp.DROP);
        clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(7)); // since the first hand-over
        worker = worker();
        String id = answered("again and again");
        worker.work();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains("may have been sent");
        assertThat(server.mails()).hasSize(1);
    }

    /** F8: what the server has confirmed needs no SMTP any more. */
    @Test
    void whatWasSentIsOnlyMarked() {
        String id = answered("sent");
        worker.work();
        journal.crash();
        worker.end();
        worker = worker();
        assertThat(worker.work()).isFalse();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.sessions()).isEqualTo(1);
    }

    /** F5: a crash before the first byte of DATA looks like one after the last, and leads to one reply. */
    @Test
    void aCrashBeforeTheDataLeadsToOneReply() {
        sentFolder = messageId -> SentLook.Seen.NOT_THERE;
        String id = crashedWhileSending();
        drain();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
    }

    /** Renders without sending: the server is out of reach. */
    private void compose() {
        worker.end();
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
    void aLoginThatFailsOnlyNowIsTriedAgainSoon() {
        server.on("AUTH", "454 4.7.0 temporary authentication failure");
        String id = answered("patience");
        worker.work();
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
        assertThat(state.sending().reason()).contains("454").contains("next try in 1 s");
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
    }

    @Test
    void aMailAboutAnItemGoesOutInItsConversation() {
        String asked = answered("Quinces");
        worker.work();
        String remark = journal.submit(new Outbound("k", "test", asked, Settings.ALICE, "Later", "It takes longer."));
        worker.work();
        assertThat(item(remark).stage()).isEqualTo(Stage.MARKED);
        assertThat(server.mails().get(1))
                .contains("Subject: Re: Quinces\r\n")
                .contains("In-Reply-To: <q@f.example>\r\n")
                .contains("About item " + asked);
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
        String id = journal.submit(new Outbound("k", "test", "", "a@b.example\r\nBcc: evil@x.example", "s", "m"));
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(server.sessions()).isZero();
    }
}
