package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dharmic.itests.post.TcpProxy;
import org.dharmic.itests.post.TlsFront;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which servers are believed to be who they say. */
class TlsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path keys;

    private static Path own;
    private static Path another;
    private static Path elsewhere;

    @TempDir
    Path folder;

    private GreenMail server;
    private TlsFront imap;
    private TlsFront smtp;
    private final JournalFake journal = new JournalFake();
    private MailAccount account;

    @BeforeAll
    static void makeKeys() throws Exception {
        own = TlsFront.key(keys, "dns:localhost,ip:127.0.0.1");
        another = TlsFront.key(keys, "dns:localhost,ip:127.0.0.1");
        elsewhere = TlsFront.key(keys, "dns:mail.example.org");
    }

    @BeforeEach
    void startServer() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault(); // the server's own threads die loudly when a line breaks
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
        });
        server.start();
        server.setUser(Settings.AGENT, Settings.AGENT, "secret");
    }

    @AfterEach
    void stop() throws Exception {
        if (account != null) {
            account.stop(Duration.ofSeconds(2));
        }
        for (TlsFront front : new TlsFront[] {imap, smtp}) {
            if (front != null) {
                front.close();
            }
        }
        server.stop();
    }

    private Settings tls(Path key) throws Exception {
        imap = new TlsFront(key, server.getImap().getPort());
        smtp = new TlsFront(key, server.getSmtp().getPort());
        return Settings.plain()
                .with("imap_port", imap.port())
                .with("imap_security", "tls")
                .with("smtp_port", smtp.port())
                .with("smtp_security", "tls")
                .with("smtp_timeout_seconds", 5)
                .with("probe_seconds", 5);
    }

    private void start(Settings config) {
        ImapSettings settings = config.settings().withStateFolder(folder.toString());
        Available<Journal> journals = new Available<>(Journal.class);
        journals.arrived(journal);
        Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
        secrets.arrived(name -> "secret".toCharArray());
        account = new MailAccount(() -> settings, journals, secrets, new Meters(), Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
    }

    /** Neither side gets through, and neither says a word to a server it does not know. */
    private void assertRefused(String why) {
        String id = journal.submit(new Outbound("alert-1", "test", "", Settings.ALICE, "Disk is full", "Look."));
        await().atMost(SOON).untilAsserted(() -> assertThat(account.status().reason())
                .contains("imap 127.0.0.1:")
                .contains("smtp 127.0.0.1:")
                .containsIgnoringCase(why));
        assertThat(account.status().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
        assertThat(account.status().connects()).isZero();
        assertThat(imap.talks() + smtp.talks()).isZero();
        assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.READY);
    }

    @Test
    void thePinnedCertificateIsTrusted() throws Exception {
        start(tls(own).with("tls_trust_certificate", TlsFront.certificate(own).toString()));
        await().atMost(SOON).until(() -> account.status().state() == ChannelStatus.State.IDLING);
        String id = journal.submit(new Outbound("alert-1", "test", "", Settings.ALICE, "Disk is full", "Look."));
        await().atMost(SOON).until(() -> journal.find(id).orElseThrow().stage() == Stage.MARKED);
        assertThat(server.getReceivedMessagesForDomain("friends.example")).hasSize(1);
    }

    @Test
    void anotherCertificateForTheSameNameIsRefused() throws Exception {
        start(tls(another)
                .with("tls_trust_certificate", TlsFront.certificate(own).toString()));
        assertRefused("signature check failed");
    }

    @Test
    void thePinnedCertificateOfAnotherHostIsRefused() throws Exception {
        start(tls(elsewhere)
                .with("tls_trust_certificate", TlsFront.certificate(elsewhere).toString()));
        assertRefused("No subject alternative names matching IP address");
    }

    @Test
    void aSelfSignedCertificateIsRefusedUnlessItIsPinned() throws Exception {
        start(tls(own));
        assertRefused("unable to find valid certification path");
    }

    @Test
    void aCertificateThatIsNotThereIsNamedAndNothingIsTrustedInstead() throws Exception {
        start(tls(own).with("tls_trust_certificate", keys.resolve("gone.pem").toString()));
        assertRefused("gone.pem");
    }

    @Test
    void aServerThatDoesNotOfferStartTlsIsNotToldThePassword() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.getImap().getPort())) {
            start(Settings.plain()
                    .with("imap_port", proxy.port())
                    .with("imap_security", "starttls")
                    .with("smtp_port", server.getSmtp().getPort())
                    .with("smtp_security", "starttls"));
            await().atMost(SOON).until(() -> account.status().reason().contains("STARTTLS"));
            assertThat(account.status().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
            assertThat(account.status().connects()).isZero();
        }
    }
}
