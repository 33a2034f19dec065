package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.itests.post.Script;
import org.dharmic.itests.post.TlsFront;
import org.dharmic.mail.Trial;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trying an account out tells what is wrong, and where. */
class AccountTrialTest {

    @TempDir
    Path folder;

    private Account account;

    @BeforeEach
    void make() throws Exception {
        account = new Account(folder);
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    private static List<String> lines(List<Trial> trials) {
        return trials.stream()
                .map(each -> (each.passed() ? "" : "NOT ") + each.what() + ": " + each.detail())
                .toList();
    }

    private static void assertStarts(List<String> lines, String... starts) {
        assertThat(lines).hasSize(starts.length);
        for (int i = 0; i < starts.length; i++) {
            assertThat(lines.get(i)).startsWith(starts[i]);
        }
    }

    @Test
    void aGoodAccountPassesEveryStepAndSendsNothing() {
        account.inbox.add(Account.mail("old"));
        MailAccount started = account.started(account.configured());
        assertStarts(
                lines(started.test(Account.SOON)),
                "IMAP name: 127.0.0.1",
                "IMAP port: connected",
                "IMAP TLS: none",
                "IMAP login: as " + Settings.AGENT + " with a password",
                "IMAP folder: INBOX, read and write, 1 mails, tells of new mail",
                "IMAP flags: answered mail gets $Answered",
                "Sent folder: Sent Mail",
                "SMTP name",
                "SMTP port",
                "SMTP TLS",
                "SMTP login: as " + Settings.AGENT);
        assertThat(account.smtp.mails()).isEmpty();
        assertThat(account.journal.all()).isEmpty();
    }

    @Test
    void aWrongPasswordIsToldAndTheOtherServerIsTriedAllTheSame() {
        account.imap.script().on("AUTHENTICATE", "<tag> NO [AUTHENTICATIONFAILED] wrong");
        MailAccount started = account.start(account.configured());
        List<String> lines = lines(started.test(Account.SOON));
        assertStarts(
                lines,
                "IMAP name",
                "IMAP port",
                "IMAP TLS",
                "NOT IMAP login: [AUTHENTICATIONFAILED] wrong",
                "SMTP name",
                "SMTP port",
                "SMTP TLS",
                "SMTP login");
        assertThat(String.join("\n", lines)).doesNotContain("secret");
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        account.imap
                .script()
                .on("SELECT", "<tag> NO [NONEXISTENT] there is no such folder")
                .on("LIST", "<tag> OK none");
        MailAccount started = account.start(account.configured().with("folder", "Agent"));
        assertThat(lines(started.test(Account.SOON)))
                .anyMatch(line -> line.startsWith("NOT IMAP folder: there is no folder Agent"));
    }

    @Test
    void aServerThatDoesNotAnswerIsToldInTime() {
        MailAccount started = account.started(account.configured());
        account.imap.script().on("SELECT", Script.HANG);
        assertStarts(
                lines(started.test(Duration.ofSeconds(1))),
                "IMAP name",
                "IMAP port",
                "IMAP TLS",
                "NOT IMAP login: did not end within the 1 s");
    }

    @Test
    void withoutStartTlsTheServerIsNotToldThePassword() {
        MailAccount started = account.start(
                account.configured().with("imap_security", "starttls").with("smtp_security", "starttls"));
        account.imap.script().on("STARTTLS", "<tag> NO not here");
        account.smtp.script().on("STARTTLS", "502 not here");
        assertStarts(
                lines(started.test(Account.SOON)),
                "IMAP name",
                "IMAP port",
                "NOT IMAP TLS: the server says 'a NO not here'",
                "SMTP name",
                "SMTP port",
                "NOT SMTP TLS: the server says '502 not here'");
        assertThat(account.imap.count("AUTHENTICATE") + account.smtp.logins()).isZero();
    }

    @Test
    void theCertificateIsToldAndCheckedAgainstTheName(@TempDir Path keys) throws Exception {
        Path own = TlsFront.key(keys, "dns:localhost,ip:127.0.0.1");
        try (TlsFront front = new TlsFront(own, account.imap.port())) {
            Settings tls = account.configured().with("imap_port", front.port()).with("imap_security", "tls");
            MailAccount started = account.start(
                    tls.with("tls_trust_certificate", TlsFront.certificate(own).toString()));
            assertThat(lines(started.test(Account.SOON)))
                    .anyMatch(line -> line.matches("IMAP TLS: TLSv1\\.3, certificate of CN=Test until .*Z"));
            account.stop();

            MailAccount distrustful = account.start(tls.with("tls_trust_certificate", ""));
            assertThat(lines(distrustful.test(Account.SOON)))
                    .anyMatch(line -> line.startsWith("NOT IMAP TLS: ") && line.contains("certification path"));
        }
    }
}
