package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server is told of the credentials. */
class LoginTest {

    @TempDir
    Path folder;

    private Account account;

    @BeforeEach
    void make() throws Exception {
        account = new Account(folder);
        account.smtp.script().on("EHLO", "250-scripted\r\n250 AUTH PLAIN LOGIN XOAUTH2");
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    private Settings withToken() {
        return account.configured().with("auth", "xoauth2").with("password_secret", "");
    }

    private List<String> shown() {
        return account.imap.commands().stream()
                .filter(each -> each.startsWith("AUTHENTICATE") || each.startsWith("LOGIN"))
                .toList();
    }

    private static String xoauth2(String token) {
        return "AUTHENTICATE XOAUTH2 "
                + Base64.getEncoder()
                        .encodeToString(("user=" + Settings.AGENT + "\u0001auth=Bearer " + token + "\u0001\u0001")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitIdling(MailAccount started) {
        await().atMost(Account.SOON).until(() -> started.status().state() == State.IDLING);
    }

    /** Angus sends the token on a line of its own to servers that take no initial response. */
    private String shownToken() {
        List<String> commands = account.imap.commands();
        int at = commands.indexOf("AUTHENTICATE XOAUTH2");
        return at < 0 ? shown().get(0) : "AUTHENTICATE XOAUTH2 " + commands.get(at + 1);
    }

    @Test
    void aTokenFromASecretIsShownAsATokenAtBothServers() {
        account.secret.set("ya29.token");
        awaitIdling(account.started(withToken().with("token_secret", "mail.token")));
        assertThat(shownToken()).isEqualTo(xoauth2("ya29.token"));

        account.smtp.script().on("EHLO", "250-scripted\r\n250 AUTH XOAUTH2");
        String id = account.journal.submit(new Outbound("a", "", "", Settings.ALICE, "Subject", "Text."));
        await().atMost(Account.SOON)
                .until(() -> account.journal.find(id).orElseThrow().stage() == Stage.MARKED);
        assertThat(account.smtp.logins()).isEqualTo(1);
    }

    @Test
    void aTokenIsAskedForAtEveryLogin() {
        account.secret.set("first");
        MailAccount started = account.started(withToken().with("token_secret", "mail.token"));
        awaitIdling(started);
        account.secret.set("second");
        account.imap.cut();
        await().atMost(Account.SOON).until(() -> started.status().connects() == 2);
        awaitIdling(started);
        assertThat(String.join("\n", account.imap.commands()))
                .contains(xoauth2("second").substring("AUTHENTICATE XOAUTH2 ".length()));
    }

    @Test
    void aTokenFromACommandIsShown() throws Exception {
        Path program =
                Files.writeString(folder.resolve("a program"), "#!/bin/sh\nprintf '%s-%s\\n' \"$1\" \"$SECRET\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        awaitIdling(account.started(withToken().with("token_command", "\"" + program + "\" tok$HOME")));
        assertThat(shownToken()).isEqualTo(xoauth2("tok$HOME-"));
    }

    @Test
    void aCommandThatFailsIsNamedAndNothingIsShown() {
        MailAccount started = account.start(withToken().with("token_command", "/bin/false"));
        await().atMost(Account.SOON)
                .until(() -> started.status().reason().contains("token.command /bin/false ended with 1"));
        assertThat(shown()).isEmpty();
    }

    @Test
    void aTokenIsNotShownAsAPassword() {
        account.imap.capabilities("IMAP4rev1 IDLE AUTH=PLAIN AUTH=LOGIN");
        account.secret.set("ya29.token");
        MailAccount started = account.start(withToken().with("token_secret", "mail.token"));
        await().atMost(Account.SOON).until(() -> started.status().reason().contains("XOAUTH2"));
        assertThat(shown()).isEmpty();
    }

    @Test
    void aPasswordIsNotShownAsAToken() {
        account.imap.capabilities("IMAP4rev1 IDLE AUTH=XOAUTH2 LOGINDISABLED");
        MailAccount started = account.start(account.configured());
        await().atMost(Account.SOON).until(() -> started.status().state() == State.DISCONNECTED);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aServerThatGreetsUsAsLoggedInWithoutTlsIsRefused() {
        account.imap.script().on("BANNER", "* PREAUTH welcome, whoever you are");
        MailAccount started = account.start(account.configured().with("imap_security", "starttls"));
        await().atMost(Account.SOON).until(() -> started.status().reason().contains("STARTTLS"));
        assertThat(account.imap.count("SELECT")).isZero();
        assertThat(shown()).isEmpty();
    }
}
