package org.dharmic.mail.imap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.dharmic.itests.post.TcpProxy;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.admission.Mails;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a mail, against real servers in this process. */
@ExtendWith(NothingLeft.class)
class MailRoundTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private GreenMail server;
    private final JournalFake journal = new JournalFake();
    private final Available<Journal> journals = new Available<>(Journal.class);
    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private final AtomicReference<ImapSettings> settings = new AtomicReference<>();
    private MailAccount account;

    @BeforeEach
    void startServer() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault(); // the server's own threads die loudly when a line breaks
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
        });
        server.start();
        server.setUser(Settings.AGENT, Settings.AGENT, "secret");
        server.setUser(Settings.ALICE, Settings.ALICE, "hers");
        journals.arrived(journal);
        secrets.arrived(name -> "secret".toCharArray());
    }

    @AfterEach
    void stop() {
        if (account != null) {
            account.stop(Duration.ofSeconds(2));
        }
        server.stop();
        await().atMost(SOON) // a pool counts as ended a moment before its last thread is gone
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("mail-")));
    }

    private Settings configured() {
        return Settings.plain()
                .with("imap_port", server.getImap().getPort())
                .with("smtp_port", server.getSmtp().getPort());
    }

    private void start(Settings config) {
        settings.set(config.settings().withStateFolder(folder.toString()));
        account = new MailAccount(settings::get, journals, secrets, new Meters(), Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
    }

    private void started(Settings config) {
        start(config);
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
    }

    private void deliver(String raw) throws Exception {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
        server.getUserManager().getUser(Settings.AGENT).deliver(message);
    }

    private static String question(String id, String subject) {
        return Mails.genuine(Settings.ALICE) + "From: Alice <" + Settings.ALICE + ">\r\nTo: " + Settings.AGENT
                + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + id + "@friends.example>\r\n"
                + "\r\nWhen do the quinces ripen?\r\n";
    }

    private Item answerTheNext() {
        await().atMost(SOON).until(() -> !journal.in(Stage.ADMITTED).isEmpty());
        var lease =
                journal.lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1)).orElseThrow();
        journal.advance(lease, new Step.Answered("In **October**.", "test", "{}", List.of()));
        return journal.find(lease.item().id()).orElseThrow();
    }

    private void awaitStage(String id, Stage stage) {
        await().atMost(SOON).until(() -> journal.find(id).orElseThrow().stage() == stage);
    }

    @Test
    void aQuestionIsAnsweredOnceToItsSenderInItsThreadAndFlagged() throws Exception {
        started(configured());
        deliver(question("q1", "Quinces"));

        Item item = answerTheNext();
        awaitStage(item.id(), Stage.MARKED);

        MimeMessage[] replies = server.getReceivedMessagesForDomain("friends.example");
        assertThat(replies).hasSize(1);
        MimeMessage reply = replies[0];
        Step.Ready ready = journal.find(item.id()).orElseThrow().ready().orElseThrow();
        assertThat(reply.getHeader("Message-ID")).containsExactly(ready.messageId());
        assertThat(reply.getHeader("To")).containsExactly("<" + Settings.ALICE + ">");
        assertThat(reply.getSubject()).isEqualTo("Re: Quinces");
        assertThat(reply.getHeader("In-Reply-To")).containsExactly("<q1@friends.example>");
        assertThat(reply.getHeader("References")).containsExactly("<q1@friends.example>");
        assertThat(reply.getHeader("X-Dharmic-Item")).containsExactly(item.id());
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        reply.writeTo(wire);
        String sent = new String(journal.bytes(ready.reply().ref()), StandardCharsets.US_ASCII);
        assertThat(wire.toString(StandardCharsets.US_ASCII).strip()).endsWith(sent.strip());

        Flags flags = flagsOfFirst();
        assertThat(flags.contains("$Answered")).isTrue();
        assertThat(flags.contains(Flags.Flag.SEEN)).isFalse();
    }

    @Test
    void whoeverAMailNamesElsewhereGetsNothing() throws Exception {
        started(configured());
        deliver(question("q1", "Quinces")
                .replace(
                        "Subject:",
                        "Reply-To: eve@evil.example\r\nSender: eve@evil.example\r\nCc: eve@evil.example\r\nSubject:"));
        Item item = answerTheNext();
        awaitStage(item.id(), Stage.MARKED);
        assertThat(server.getReceivedMessagesForDomain("friends.example")).hasSize(1);
        assertThat(server.getUserManager().getUserByEmail("eve@evil.example")).isNull(); // made with the first mail
    }

    @Test
    void aMailOfWhichTheServerTellsDuringALookIsNotLeftToTheKeepAlive() throws Exception {
        started(configured().with("keepalive_seconds", 540));
        AtomicBoolean first = new AtomicBoolean(true);
        journal.staged = (id, stage) -> {
            account.staged(stage);
            if (stage == Stage.INGESTED && first.getAndSet(false)) {
                try {
                    deliver(question("between", "Between")); // told of in the answer to the next FETCH
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        String big = question("big", "Big") + "0123456789abcdef\r\n".repeat(20_000);
        deliver(question("small", "Small"));
        deliver(big);
        await().atMost(SOON).until(() -> journal.all().size() == 3);
    }

    private Flags flagsOfFirst() throws Exception {
        return server.getManagers()
                .getImapHostManager()
                .getInbox(server.getUserManager().getUser(Settings.AGENT))
                .getMessages()
                .get(0)
                .getFlags();
    }

    @Test
    void whatWasThereBeforeTheStartIsNotAnswered() throws Exception {
        deliver(question("old", "Old"));
        started(configured());
        deliver(question("new", "New"));
        Item item = answerTheNext();
        awaitStage(item.id(), Stage.MARKED);
        assertThat(journal.all()).hasSize(1);
        assertThat(item.admitted().orElseThrow().subject()).isEqualTo("New");
    }

    @Test
    void withoutIdleItLooksByItself() throws Exception {
        started(configured().with("idle", false));
        deliver(question("q1", "Polled"));
        await().atMost(SOON).until(() -> journal.all().size() == 1);
        assertThat(account.status().state()).isEqualTo(ChannelStatus.State.POLLING);
        assertThat(account.status().connects()).isEqualTo(1);
    }

    @Test
    void withOneConnectionPerLookItAlsoAnswersAndFlags() throws Exception {
        started(configured().with("connection", "per-poll"));
        deliver(question("q1", "Polled"));
        Item item = answerTheNext();
        awaitStage(item.id(), Stage.MARKED);
        assertThat(account.status().connects()).isGreaterThan(1);
    }

    @Test
    void manyMailsAtOnceComeInOnceAndInOrder() throws Exception {
        started(configured());
        for (int i = 0; i < 50; i++) {
            deliver(question("q" + i, "Number " + i));
        }
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == 50);
        assertThat(journal.all())
                .extracting(item -> item.admitted().orElseThrow().subject())
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> "Number " + i)
                        .toList());
        assertThat(account.status().connects()).isEqualTo(1);
        assertThat(account.status().received()).isEqualTo(50);
    }

    @Test
    void aPollEndsWhenItsLookHasEnded() throws Exception {
        started(configured().with("idle", false).with("poll_seconds", 3600));
        deliver(question("q1", "Asked for"));
        assertThat(account.poll(SOON)).isEqualTo(1);
        assertThat(account.poll(SOON)).isZero();
        assertThat(journal.all()).hasSize(1);
    }

    @Test
    void refusedCredentialsAreNotTriedAgainUntilTheConfigurationChanges() throws Exception {
        start(configured().with("user", "nobody@example.org"));
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.REFUSED);
        assertThatThrownBy(() -> account.poll(Duration.ofSeconds(1)))
                .isInstanceOf(MailUnavailable.class)
                .hasMessageContaining("refuses the credentials");

        settings.set(configured().settings().withStateFolder(folder.toString()));
        account.wakeAll();
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
        assertThat(account.status().reason()).isEmpty();
    }

    @Test
    void aRestartedServerIsFoundAgainAndNothingIsAnsweredTwice() throws Exception {
        started(configured());
        deliver(question("q1", "Before"));
        Item item = answerTheNext();
        awaitStage(item.id(), Stage.MARKED);

        server.getImap().stopService();
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.DISCONNECTED);
        int port = server.getImap().getPort();
        GreenMail second =
                new GreenMail(new ServerSetup[] {new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
        second.setUser(Settings.AGENT, Settings.AGENT, "secret");
        try {
            second.start();
            await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
            assertThat(account.status().connects()).isEqualTo(2);
            // The new server has numbered the folder anew, and still holds the answered mail.
            byte[] answered =
                    journal.bytes(item.arrival().orElseThrow().spooled().ref());
            for (String raw : List.of(new String(answered, StandardCharsets.UTF_8), question("q2", "After"))) {
                second.getUserManager()
                        .getUser(Settings.AGENT)
                        .deliver(new MimeMessage(
                                Session.getInstance(new Properties()),
                                new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8))));
            }
            await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == 1);
            assertThat(journal.all()).hasSize(2);
        } finally {
            account.stop(Duration.ofSeconds(1));
            account = null;
            second.stop();
        }
    }

    @Test
    void whileTheJournalIsAwayMailWaitsOnTheServer() throws Exception {
        started(configured());
        journals.left(journal);
        deliver(question("q1", "Patience"));
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.PAUSED);
        assertThat(account.status().reason()).contains("journal");

        journals.arrived(journal);
        account.wakeAll();
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == 1);
        assertThat(account.status().connects()).isEqualTo(1);
    }

    @Test
    void aFullDiskStopsTheIntakeAndNothingIsHalfDone() throws Exception {
        started(configured());
        journal.broken = true;
        deliver(question("q1", "Full"));
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.PAUSED);
        journal.broken = false;
        account.wakeAll();
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == 1);
    }

    @Test
    void aMailThatIsTooBigIsRejectedWithTheReasonAndDoesNotHoldUpOthers() throws Exception {
        started(configured().with("message_max_bytes", 4096L));
        deliver(question("big", "Big") + "x".repeat(5000) + "\r\n");
        deliver(question("small", "Small"));
        await().atMost(SOON).until(() -> journal.in(Stage.REJECTED).size() == 1);
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == 1);
        assertThat(journal.in(Stage.REJECTED).get(0).reason()).contains("message.max.bytes");
    }

    @Test
    void aMailOfOurOwnAccordGoesOut() throws Exception {
        started(configured());
        String id = journal.submit(new Outbound("alert-1", "", "", Settings.ALICE, "Disk is full", "Please *look*."));
        awaitStage(id, Stage.MARKED);
        MimeMessage[] sent = server.getReceivedMessagesForDomain("friends.example");
        assertThat(sent).hasSize(1);
        assertThat(sent[0].getSubject()).isEqualTo("Disk is full");
        assertThat(sent[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void anIdleLineThatDiesSilentlyIsNoticed() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.getImap().getPort())) {
            started(configured().with("imap_port", proxy.port()).with("probe_seconds", 1));
            await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
            proxy.swallow();
            deliver(question("q1", "Into the void"));
            await().atMost(15, SECONDS).until(() -> journal.in(Stage.ADMITTED).size() == 1);
            assertThat(account.status().connects()).isEqualTo(2);
            assertThat(proxy.mostAtOnce()).isEqualTo(1);
        }
    }

    @Test
    void aMailCutOffInTheMiddleIsNotTakenIn() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.getImap().getPort())) {
            started(configured().with("imap_port", proxy.port()));
            await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
            proxy.cutAfter(100_000);
            String raw = question("long", "Long") + "0123456789abcdef\r\n".repeat(20_000);
            deliver(raw);
            await().atMost(15, SECONDS).until(() -> journal.in(Stage.ADMITTED).size() == 1);
            assertThat(journal.all()).hasSize(1);
            assertThat(journal.all().get(0).arrival().orElseThrow().spooled().size())
                    .isGreaterThanOrEqualTo(360_000);
            assertThat(account.status().connects()).isEqualTo(2);
        }
    }

    @Test
    void leavingWhileTheLineIsDeadTakesNoLongerThanAllowed() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.getImap().getPort())) {
            started(configured()
                    .with("imap_port", proxy.port())
                    .with("probe_seconds", 60)
                    .with("keepalive_seconds", 540));
            await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
            proxy.swallow();
            long start = System.nanoTime();
            account.stop(Duration.ofMillis(200));
            account = null;
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
