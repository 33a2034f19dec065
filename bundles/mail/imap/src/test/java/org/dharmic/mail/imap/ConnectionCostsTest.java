package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.dharmic.itests.post.TlsFront;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connection for all looks, and all of them counted. */
class ConnectionCostsTest {

    @TempDir
    Path folder;

    @Test
    void manyLooksCostOneConnectionAndOneHandshake() throws Exception {
        Path own = TlsFront.key(folder, "dns:localhost,ip:127.0.0.1");
        try (Account account = new Account(folder);
                TlsFront front = new TlsFront(own, account.imap.port())) {
            MailAccount started = account.started(account.configured()
                    .with("imap_port", front.port())
                    .with("imap_security", "tls")
                    .with("tls_trust_certificate", TlsFront.certificate(own).toString()));
            for (int i = 0; i < 20; i++) {
                started.poll(Account.SOON);
            }
            ConnectionFigures figures = started.connections();
            assertThat(figures.connects()).isEqualTo(1);
            assertThat(figures.connectsLastHour()).isEqualTo(1);
            assertThat(figures.handshakes()).isEqualTo(1);
            assertThat(figures.handshakesLastHour()).isEqualTo(1);
            assertThat(figures.coldLook()).isPresent();
            assertThat(figures.warmLook()).isPresent();
            assertThat(account.imap.sessions()).isEqualTo(1);
        }
    }

    @Test
    void oneConnectionPerLookIsColdEachTime() throws Exception {
        try (Account account = new Account(folder)) {
            MailAccount started = account.started(
                    account.configured().with("connection", "per-poll").with("poll_seconds", 3600));
            await().atMost(Account.SOON)
                    .until(() -> started.connections().coldLook().isPresent());
            started.poll(Account.SOON);
            ConnectionFigures figures = started.connections();
            assertThat(figures.connects()).isEqualTo(2);
            assertThat(figures.warmLook()).isEmpty();
            assertThat(figures.handshakes()).isZero();
        }
    }

    @Test
    void aConnectionToTheSmtpServerCountsToo() throws Exception {
        try (Account account = new Account(folder)) {
            MailAccount started = account.started(account.configured());
            String id = account.journal.submit(new Outbound("a", "", "", Settings.ALICE, "Subject", "Text."));
            await().atMost(Account.SOON)
                    .until(() -> account.journal.find(id).orElseThrow().stage() == Stage.MARKED);
            assertThat(started.connections().connects()).isEqualTo(2);
            assertThat(started.status().connects()).isEqualTo(1);
        }
    }
}
