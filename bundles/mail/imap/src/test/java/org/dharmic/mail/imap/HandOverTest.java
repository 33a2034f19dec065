package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.Script;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.itests.post.TcpProxy;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
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
import org.junit.jupiter.api.io.TempDir;

/** One account leaves and the next one begins, as when the bundle is exchanged, whatever is under way. */
class HandOverTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private GreenMail server;
    private final JournalFake journal = new JournalFake();
    private final Available<Journal> journals = new Available<>(Journal.class);
    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private MailAccount account;

    @BeforeEach
    void startServer() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        server = new GreenMail(new ServerSetup[] {new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
        server.start();
        server.setUser(Settings.AGENT, Settings.AGENT, "secret");
        journals.arrived(journal);
        secrets.arrived(name -> "secret".toCharArray());
    }

    @AfterEach
    void stop() {
        account.stop(DRAIN);
        server.stop();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("mail-")));
    }

    private void start(Settings config) {
        ImapSettings settings = config.settings().withStateFolder(folder.toString());
        account = new MailAccount(() -> settings, journals, secrets, new Meters(), Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
    }

    private void exchange(Settings config) {
        account.stop(DRAIN);
        start(config);
    }

    private void deliver(int number) throws Exception {
        String raw = Mails.genuine(Settings.ALICE) + "From: Alice <" + Settings.ALICE + ">\r\nTo: " + Settings.AGENT
                + "\r\nSubject: " + number + "\r\nMessage-ID: <" + number + "@friends.example>\r\n\r\nWell?\r\n";
        server.getUserManager()
                .getUser(Settings.AGENT)
                .deliver(new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void theMailboxNeverHasTwoOwnersAndNoMailIsMissedOrTakenTwice() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.getImap().getPort())) {
            Settings config = Settings.plain().with("imap_port", proxy.port());
            start(config);
            await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
            for (int number = 0; number < 20; number++) {
                deliver(number);
                exchange(config);
                int made = number + 2;
                await().atMost(SOON).until(() -> proxy.made() >= made);
            }
            deliver(20);

            await().atMost(SOON)
                    .until(() -> journal.all().stream()
                                    .filter(item -> item.stage() == Stage.ADMITTED)
                                    .count()
                            == 21);
            assertThat(journal.all())
                    .extracting(item -> item.admitted().orElseThrow().subject())
                    .doesNotHaveDuplicates();
            assertThat(proxy.mostAtOnce()).isEqualTo(1);
        }
    }

    @Test
    void aNewMailIsTakenInRightAfterTheExchange() throws Exception {
        Settings config =
                Settings.plain().with("imap_port", server.getImap().getPort()).with("poll_seconds", 3600);
        start(config);
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
        account.stop(DRAIN);
        deliver(1);
        long start = System.nanoTime();

        start(config);

        await().pollInterval(Duration.ofMillis(2))
                .atMost(SOON)
                .until(() -> journal.all().size() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aHandOverToTheSmtpServerThatHangsBeyondTheDrainGoesOutAgainWithTheSameBytes() throws Exception {
        try (SmtpServer smtp = new SmtpServer(new PostOffice())) {
            Settings config = Settings.plain()
                    .with("imap_port", server.getImap().getPort())
                    .with("smtp_port", smtp.port())
                    .with("smtp_timeout_seconds", 60);
            smtp.script().on(".", Script.HANG);
            start(config);
            Item item = answered(smtp);
            long start = System.nanoTime();
            account.stop(DRAIN);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            smtp.script().allWell();

            start(config);

            await().atMost(SOON).until(() -> stage(item) == Stage.MARKED);
            List<String> mails = smtp.mails();
            assertThat(mails).hasSize(2);
            assertThat(mails.get(1)).isEqualTo(mails.get(0));
        }
    }

    @Test
    void whereAmbiguousOnesAreHeldSuchAHandOverWaitsForAPerson() throws Exception {
        try (SmtpServer smtp = new SmtpServer(new PostOffice())) {
            Settings config = Settings.plain()
                    .with("imap_port", server.getImap().getPort())
                    .with("smtp_port", smtp.port())
                    .with("smtp_timeout_seconds", 60)
                    .with("on_ambiguous", "hold");
            smtp.script().on(".", Script.HANG);
            start(config);
            Item item = answered(smtp);

            exchange(config);

            await().atMost(SOON).until(() -> stage(item) == Stage.PARKED);
            assertThat(smtp.mails()).hasSize(1);
        }
    }

    /** An item whose bytes the server has, and of which it says nothing. */
    private Item answered(SmtpServer smtp) throws Exception {
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
        deliver(1);
        await().atMost(SOON)
                .until(() -> journal.all().size() == 1 && journal.all().get(0).stage() == Stage.ADMITTED);
        Lease lease = journal.leaseFor("test", Stage.ADMITTED, "agent", Duration.ofMinutes(1))
                .orElseThrow();
        journal.advance(lease, new Step.Answered("An answer.", "test", "{}", List.of()));
        await().atMost(SOON).until(() -> smtp.mails().size() == 1);
        return lease.item();
    }

    private Stage stage(Item item) {
        return journal.find(item.id()).orElseThrow().stage();
    }
}
