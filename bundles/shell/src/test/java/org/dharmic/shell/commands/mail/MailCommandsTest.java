package org.dharmic.shell.commands.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Verification;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.MailChannel;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.OldMail;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.Tier;
import org.dharmic.mail.Trial;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.commands.journal.JournalPark;
import org.dharmic.shell.commands.journal.JournalStatsCommand;
import org.dharmic.shell.commands.journal.JournalVerify;
import org.dharmic.shell.console.Console;
import org.junit.jupiter.api.Test;

class MailCommandsTest {

    private static final Instant AT = Instant.parse("2026-03-01T11:00:00Z");

    private final Rooms rooms = new Rooms(Duration.ofMillis(1));
    private final Console console = new Console(rooms);
    private final List<String> calls = new ArrayList<>();

    /** An account that takes note of what it was asked. */
    private final class Noted implements MailChannel {
        private final String account;

        Noted(String account) {
            this.account = account;
        }

        @Override
        public String account() {
            return account;
        }

        @Override
        public ChannelStatus status() {
            return new ChannelStatus(
                    account, "agent@example.org", ChannelStatus.State.IDLING, "", AT, Optional.empty(), 1, 2, 3, 4);
        }

        @Override
        public int poll(Duration wait) {
            if (account.equals("away")) {
                throw new MailUnavailable("no route to the server");
            }
            return 3;
        }

        @Override
        public ConnectionFigures connections() {
            return new ConnectionFigures(1, 1, 1, 1, Optional.empty(), Optional.empty(), 0);
        }

        @Override
        public Backlog backlog(int limit, Duration wait) {
            calls.add("backlog " + limit + " " + wait);
            return new Backlog(7, List.of(new OldMail(17, "Eve <eve@x>", "Hello\u001b[2J", AT, 99)));
        }

        @Override
        public int takeBacklog(Set<Long> uids, Duration wait) {
            calls.add("take " + uids);
            return uids.isEmpty() ? 7 : uids.size();
        }

        @Override
        public List<Correspondent> correspondents() {
            return List.of(new Correspondent("ida@example.org", true, Tier.WRITE, "all", "console"));
        }

        @Override
        public Correspondent allow(String address, Tier tier, String scope) {
            calls.add(account + " allow " + address + " " + tier + " " + scope);
            return new Correspondent(address, true, tier, scope, "console");
        }

        @Override
        public Correspondent deny(String address) {
            calls.add(account + " deny " + address);
            return new Correspondent(address, false, Tier.ASK, "all", "console");
        }

        @Override
        public ReplyToken token(String address) {
            if (!address.equals("ida@example.org")) {
                throw new IllegalArgumentException(address + " may not speak");
            }
            return new ReplyToken(address, "agent+abc@example.org", "<abc@example.org>", AT);
        }

        @Override
        public List<Trial> test(Duration wait) {
            return List.of(
                    new Trial("IMAP login", true, "", Duration.ofMillis(5)),
                    new Trial("SMTP login", account.equals("home"), "535 no", Duration.ofMillis(5)));
        }
    }

    private static Item item(String id, Stage stage) {
        return new Item(
                id,
                stage,
                "home",
                Optional.of(new Arrival("home", "INBOX", 1, 2, new Spooled("ref-" + id, "s", 99), AT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                stage == Stage.REJECTED ? "not on the list" : "",
                false,
                AT,
                AT);
    }

    /** A journal with one item on its way and two rejected ones, the bytes of one of which are gone. */
    private void bindJournal() {
        rooms.bindJournal(
                (Journal) Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (proxy, method, arguments) -> journal(method.getName(), arguments)),
                Map.of());
    }

    private Object journal(String method, Object[] arguments) throws IOException {
        return switch (method) {
            case "find" ->
                arguments[0] instanceof Filter filter && filter.stages().contains(Stage.REJECTED)
                        ? List.of(item("r1", Stage.REJECTED), item("r2", Stage.REJECTED))
                        : List.of(item("w1", Stage.INGESTED));
            case "read" -> {
                if (arguments[0].equals("ref-r2")) {
                    throw new IOException("gone");
                }
                yield new ByteArrayInputStream("From: Eve <eve@x>\r\nSubject: Hi\r\n\r\nbody".getBytes(UTF_8));
            }
            case "readmit" -> arguments[0].equals("r1");
            case "park" -> {
                calls.add("park " + arguments[0] + " " + arguments[1]);
                yield arguments[0].equals("w1");
            }
            case "stats" -> new JournalStats(Map.of(Stage.INGESTED, 9L, Stage.MARKED, 5L), Optional.of(AT), 0, 1);
            case "verify" -> {
                List<String> findings = calls.contains("broken") ? List.of("x is broken") : List.of();
                yield new Verification(2, 3, findings, Duration.ofMillis(4));
            }
            case "equals" -> arguments[0] == this;
            case "hashCode" -> 1;
            default -> "a journal";
        };
    }

    @Test
    void withoutAnAccountTheMailStatusSaysWhereToConfigureOne() throws Exception {
        assertThat(console.run(new MailStatus())).contains("etc/org.dharmic.mail.imap-<name>.cfg");
    }

    @Test
    void statusShowsWhatConnectionsCost() throws Exception {
        rooms.bindMailChannel(new Noted("home"));
        assertThat(console.run(new MailStatus())).contains("IDLING", "HANDSHAKES HOUR");
        assertThat(console.run(new MailStatus(), "json", true).lines()).hasSize(1);
    }

    @Test
    void oneAccountThatIsAwayKeepsNobodyFromTheOthers() {
        rooms.bindMailChannel(new Noted("home"));
        rooms.bindMailChannel(new Noted("away"));
        assertThatThrownBy(() -> console.run(new MailPoll())).hasMessage("away: no route to the server");
        assertThat(console.printed()).isEqualTo("home: 3 taken in");
        assertThatThrownBy(() -> console.run(new MailPoll(), "accounts", List.of("--json")))
                .hasMessageContaining("no route");
        assertThat(console.printed()).isEqualTo("{\"account\":\"home\",\"taken_in\":3}");
        assertThatThrownBy(() -> console.run(new MailPoll(), "accounts", List.of("home", "nowhere")))
                .hasMessageContaining("no mail account 'nowhere'");
    }

    @Test
    void whatWaits() throws Exception {
        bindJournal();
        assertThat(console.run(new MailWaiting(), "limit", 1)).contains("w1", "admission", "The oldest 1 of 9");
        assertThat(console.run(new MailWaiting(), "account", "work")).isEqualTo("Nothing is on its way.");
        assertThatThrownBy(() -> console.run(new MailWaiting(), "limit", 0)).hasMessageContaining("1 to 1000");
    }

    @Test
    void rejectedMailsAreShownAndReleased() throws Exception {
        bindJournal();
        assertThat(console.run(new MailRejected(), "json", true).lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("\"says_from\":\"Eve <eve@x>\"", "\"reason\":\"not on the list\""),
                        second -> assertThat(second).contains("\"id\":\"r2\"", "\"says_from\":null"));
        assertThat(console.run(new MailRejected(), "limit", 1)).contains("r2").doesNotContain("r1");
        assertThatThrownBy(() -> console.run(new MailRelease(), "ids", List.of("r1", "r3")))
                .hasMessageContaining("no rejected mail 'r3'");
        assertThat(console.printed()).startsWith("Released r1; journal:park r1");
        assertThatThrownBy(() -> console.run(new MailRelease(), "ids", List.of()))
                .hasMessageContaining("which mails?");
    }

    @Test
    void theBacklogIsShownAndTakenIn() throws Exception {
        rooms.bindMailChannel(new Noted("home"));
        assertThat(console.run(new MailBacklog()))
                .contains("17", "Eve <eve@x>", "Hello\uFFFD[2J")
                .endsWith("The newest 1 of 7; -n shows more.");
        assertThat(console.run(new MailBacklog(), "uids", List.of("18", "17"))).startsWith("home: 2 taken in");
        assertThat(console.run(new MailBacklog(), "uids", List.of("--all"))).startsWith("home: 7 taken in");
        assertThat(calls).containsExactly("backlog 20 PT1M", "take [17, 18]", "take []");
        assertThatThrownBy(() -> console.run(new MailBacklog(), "uids", List.of("1;2")))
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> console.run(new MailBacklog(), "uids", List.of("1", "--all")))
                .hasMessageContaining("not both");
    }

    @Test
    void whoMaySpeak() throws Exception {
        rooms.bindMailChannel(new Noted("home"));
        assertThat(console.run(new MailAllow())).contains("ida@example.org", "WRITE", "console");
        assertThat(console.run(new MailAllow(), "addresses", List.of("bo@x", "--tier", "Write", "--scope=family")))
                .contains("bo@x may ask, search, read, and have facts", "vault scope family", "mail:token bo@x");
        assertThat(console.run(new MailAllow(), "addresses", List.of("bo@x", "--json")))
                .isEqualTo("{\"account\":\"home\",\"address\":\"bo@x\",\"allowed\":true,\"tier\":\"ASK\","
                        + "\"scope\":\"all\",\"decided_by\":\"console\"}");
        assertThatThrownBy(() -> console.run(new MailAllow(), "addresses", List.of("bo@x", "--tier", "king")))
                .hasMessage("no tier 'king', expected one of ask, write, admin");
        rooms.bindMailChannel(new Noted("work"));
        assertThatThrownBy(() -> console.run(new MailAllow(), "addresses", List.of("bo@x")))
                .hasMessage("which account? --account home or --account work");
        assertThat(console.run(new MailDeny(), "addresses", List.of("eve@x")).lines())
                .hasSize(2);
        assertThat(calls)
                .containsExactly(
                        "home allow bo@x WRITE family",
                        "home allow bo@x ASK all",
                        "home deny eve@x",
                        "work deny eve@x");
    }

    @Test
    void aTokenForWhoMaySpeak() throws Exception {
        rooms.bindMailChannel(new Noted("home"));
        assertThat(console.run(new MailToken(), "addresses", List.of("ida@example.org")))
                .contains("agent+abc@example.org", "In-Reply-To: <abc@example.org>");
        assertThat(console.run(new MailToken(), "addresses", List.of("ida@example.org", "--json")))
                .startsWith("{\"sender\":\"ida@example.org\"");
        assertThatThrownBy(() -> console.run(new MailToken(), "addresses", List.of("eve@x")))
                .hasMessage("eve@x may not speak");
    }

    @Test
    void aTrialThatFailsIsAFailure() throws Exception {
        rooms.bindMailChannel(new Noted("home"));
        assertThat(console.run(new MailTestCommand())).contains("IMAP login", "535 no");
        rooms.bindMailChannel(new Noted("work"));
        assertThatThrownBy(() -> console.run(new MailTestCommand())).hasMessage("1 of 4 steps failed");
    }

    @Test
    void theJournalIsParkedCountedAndLookedOver() throws Exception {
        bindJournal();
        assertThat(console.run(new JournalPark(), "ids", List.of("w1", "--reason", "holiday")))
                .isEqualTo("Parked w1; journal:retry w1 sends it on from where it was.");
        assertThatThrownBy(() -> console.run(new JournalPark(), "ids", List.of("x")))
                .hasMessageContaining("no item 'x' on its way");
        assertThat(calls).containsExactly("park w1 holiday", "park x parked at the console");
        assertThat(console.run(new JournalStatsCommand())).contains("INGESTED  9", "oldest waiting");
        assertThat(console.run(new JournalVerify())).endsWith("Sound.");
        calls.add("broken");
        assertThatThrownBy(() -> console.run(new JournalVerify())).hasMessageStartingWith("1 findings");
        assertThat(console.printed()).endsWith("- x is broken");
    }
}
