package org.dharmic.mail.imap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.mail.imap.ImapConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImapSettingsTest {

    private static Map<String, Object> set() {
        return new HashMap<>(Map.of(
                "felix.fileinstall.filename", "file:/opt/dharmic/etc/org.dharmic.mail.imap-home.cfg",
                "address", "Agent@Example.org",
                "imap.host", "imap.example.org",
                "smtp.host", "smtp.example.org",
                "password.secret", "imap.password"));
    }

    @Test
    void theSmallestUsefulSetIsGood() {
        assertThat(new ImapConfigCheck().check(set())).isEmpty();
    }

    @Test
    void aSetThatDoesNotTellItsFileIsGoodToo() {
        Map<String, Object> set = set();
        set.remove("felix.fileinstall.filename");
        assertThat(new ImapConfigCheck().check(set)).isEmpty();
        set.put("account", "a/b");
        assertThat(new ImapConfigCheck().check(set)).hasSize(1);
    }

    @Test
    void theSentFolderIsFoundNamedOrNotLookedInto() {
        assertThat(Settings.plain().settings().sent().looks()).isTrue();
        assertThat(Settings.plain().settings().sent().name()).isEmpty();
        assertThat(Settings.plain()
                        .with("sent_folder", " Out ")
                        .settings()
                        .sent()
                        .name())
                .contains("Out");
        assertThat(Settings.plain()
                        .with("sent_folder", "None")
                        .settings()
                        .sent()
                        .looks())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "address, nobody",
        "imap.host, ''",
        "imap.port, 0",
        "imap.port, many",
        "imap.security, plain",
        "imap.security, none",
        "smtp.security, plain",
        "password.secret, ''",
        "poll.seconds, 0",
        "keepalive.seconds, 541",
        "imap.timeout.seconds, 0",
        "reconnect.max.seconds, 3601",
        "auth, kerberos",
        "idle, perhaps",
        "connection, sometimes",
        "allowed.senders, 'a@b.example, nonsense'",
        "on.ambiguous, guess",
        "sent.wait.seconds, 601",
        "allowed.senders, 'a@b.example:king'",
        "allowed.senders, '*@b.example'",
        "allowed.senders, 'a@b.example, a@b.example:write'",
        "tier, king",
        "scope, 'a b'",
        "released.scope, ''",
        "dkim.verify, perhaps",
        "dkim.key.bits, 512",
        "dkim.age.hours, 0",
        "dns.server, 'a b'",
        "dns.timeout.seconds, 61",
        "cap.sender.per.hour, -1",
        "cap.thread.per.hour, many",
        "cap.all.per.hour, 1000001",
        "reply.token.days, 366",
        "reply.token.plus, 2",
        "message.max.bytes, 5",
        "authserv.received.max, -1",
        "authserv.received.max, 11",
        "folder, ' '",
        "account, 'a/b'"
    })
    void aBadValueIsNamedWithKeyAndFile(String key, String value) {
        Map<String, Object> set = set();
        set.put(key, value);
        List<ConfigProblem> problems = new ImapConfigCheck().check(set);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).key()).isEqualTo(key);
        assertThat(problems.get(0).file()).contains("org.dharmic.mail.imap-home.cfg");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', token.secret",
        "mail.token, /usr/bin/token, token.secret",
        "'', token, token.command",
        "'', '/usr/bin/token \"a b', token.command"
    })
    void aTokenComesFromOnePlace(String secret, String command, String key) {
        Map<String, Object> set = set();
        set.putAll(Map.of("auth", "xoauth2", "token.secret", secret, "token.command", command));
        set.remove("password.secret");
        assertThat(new ImapConfigCheck().check(set))
                .extracting(ConfigProblem::key)
                .containsExactly(key);
    }

    @Test
    void aCommandIsSplitAtBlanksAndNothingElseInItMeansAnything() {
        ImapSettings.Token token = Settings.plain()
                .with("auth", "xoauth2")
                .with("token_command", "/opt/a/token  --for \"the agent\" $(x);y|z")
                .with("token_environment", "HOME, PATH,HOME")
                .settings()
                .imapLine()
                .token()
                .orElseThrow();
        assertThat(token.command()).containsExactly("/opt/a/token", "--for", "the agent", "$(x);y|z");
        assertThat(token.environment()).containsExactlyInAnyOrder("HOME", "PATH");
    }

    @Test
    void theSummaryNamesWhereTheTokenIs() {
        Settings settings = Settings.plain().with("auth", "xoauth2");
        assertThat(settings.with("token_secret", "mail.token").settings().summary())
                .contains("token from mail.token");
        assertThat(settings.with("token_secret", "")
                        .with("token_command", "/opt/token --refresh abc")
                        .settings()
                        .summary())
                .contains("token from command /opt/token")
                .doesNotContain("abc");
    }

    @Test
    void plainIsForLoopbackOnly() {
        for (String host : List.of("localhost", "127.0.0.1", "127.1.2.3", "::1")) {
            assertThat(Settings.plain()
                            .with("imap_host", host)
                            .settings()
                            .imapLine()
                            .server()
                            .host())
                    .isEqualTo(host);
        }
        assertThatThrownBy(() -> Settings.plain()
                        .with("imap_host", "127.0.0.1.evil.example")
                        .settings())
                .hasMessageContaining("imap.security");
    }

    @Test
    void theAccountIsNamedByItsFile() {
        ImapSettings settings = ImapSettings.from(
                Settings.plain().with("account", "").config(),
                Map.of(
                        "service.pid",
                        "org.dharmic.mail.imap~home",
                        "felix.fileinstall.filename",
                        "file:/x/org.dharmic.mail.imap-work.cfg"));
        assertThat(settings.account()).isEqualTo("work");
        assertThat(ImapSettings.from(
                                Settings.plain().with("account", "").config(),
                                Map.of("service.pid", "org.dharmic.mail.imap~home"))
                        .account())
                .isEqualTo("home");
        assertThatThrownBy(() ->
                        ImapSettings.from(Settings.plain().with("account", "").config(), Map.of()))
                .hasMessageContaining("account must be");
    }

    @Test
    void theSummaryNamesWhereThePasswordIsAndNothingOfIt() {
        assertThat(Settings.plain().settings().summary())
                .contains("password from mail.password")
                .contains("authserv.id");
    }
}
