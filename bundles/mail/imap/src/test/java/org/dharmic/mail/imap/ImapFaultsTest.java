package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ChannelStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account at a server that fails, renumbers, forgets or cannot do everything. */
class ImapFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Account account;
    private ScriptedImap server;
    private JournalFake journal;

    @BeforeEach
    void startServer() throws Exception {
        account = new Account(folder);
        server = account.imap;
        journal = account.journal;
    }

    @AfterEach
    void stop() throws Exception {
        account.close();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("mail-")));
    }

    private Settings configured() {
        return account.configured();
    }

    private ChannelStatus status() {
        return account.mail().status();
    }

    private List<String> subjects() {
        return journal.all().stream()
                .flatMap(item -> item.admitted().stream())
                .map(Step.Admitted::subject)
                .toList();
    }

    private Item answerTheNext() {
        await().atMost(SOON).until(() -> !journal.in(Stage.ADMITTED).isEmpty());
        var lease =
                journal.lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1)).orElseThrow();
        journal.advance(lease, new Step.Answered("In October.", "test", "{}", List.of()));
        await().atMost(SOON)
                .until(() -> journal.find(lease.item().id()).orElseThrow().stage() == Stage.MARKED);
        return lease.item();
    }

    private String marked(Item item) {
        var history = journal.history(item.id());
        return history.get(history.size() - 1).note();
    }

    // ---- the line

    @ParameterizedTest
    @ValueSource(strings = {"* BYE going down", ScriptedImap.DROP, "<tag> OK that was short"})
    void whateverEndsIdleEarlyANewMailComesInAfterwards(String end) {
        server.once("IDLE", end);
        account.started(configured());
        server.deliver(Account.mail("after"));
        account.awaitAdmitted(1);
        assertThat(subjects()).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"* BYE going down", ScriptedImap.DROP, "<tag> NO not this time", "<tag> BAD what?"})
    void whateverEndsAFetchTheMailComesInAfterwardsOnce(String end) {
        account.started(configured());
        AtomicInteger times = new AtomicInteger();
        server.on(
                "UID FETCH",
                command -> command.contains("BODY") && times.getAndIncrement() == 0 ? end : ScriptedImap.USUAL);
        server.deliver(Account.mail("again"));
        account.awaitAdmitted(1);
        assertThat(journal.all()).hasSize(1);
    }

    @Test
    void aServerThatHangsUpAfterEachLookIsAskedLessAndLessOften() {
        server.on("IDLE", "* BYE too busy");
        account.started(configured());
        await().atMost(SOON).until(() -> status().reason().matches("(?s).*too busy.*next try in [234] s.*"));
        server.allWell();
        server.deliver(Account.mail("later"));
        account.awaitAdmitted(1);
    }

    @Test
    void aDeadLineInIdleIsFoundWithinTheProbeTimeAfterDone() {
        server.once("DONE", ScriptedImap.HANG);
        account.started(configured().with("probe_seconds", 1).with("keepalive_seconds", 1));
        await().atMost(SOON).until(() -> status().reason().contains("no answer to DONE for 1 s"));
        server.deliver(Account.mail("seen"));
        account.awaitAdmitted(1);
        assertThat(status().connects()).isEqualTo(2);
    }

    @Test
    void aLineThatDiesBeforeItIdlesIsFoundAsWell() {
        server.once("IDLE", ScriptedImap.HANG);
        account.started(configured().with("probe_seconds", 1));
        await().atMost(SOON).until(() -> status().reason().contains("no answer to IDLE for 1 s"));
        await().atMost(SOON).until(() -> status().state() == State.IDLING);
    }

    @Test
    void aDeadLineWithoutIdleIsFoundWithinTheProbeTimeAfterNoop() {
        account.started(
                configured().with("idle", false).with("probe_seconds", 1).with("imap_timeout_seconds", 600));
        server.once("NOOP", ScriptedImap.HANG);
        await().atMost(SOON).until(() -> status().reason().contains("no answer to NOOP for 1 s"));
        await().atMost(SOON).until(() -> status().state() == State.POLLING);
    }

    @Test
    void aMailThatIsToldOfWhileIdleBeginsIsSeen() {
        AtomicBoolean first = new AtomicBoolean(true);
        server.on("IDLE", command -> {
            if (first.getAndSet(false)) {
                server.deliver(Account.mail("between"));
                return ScriptedImap.TELL_FIRST;
            }
            return ScriptedImap.USUAL;
        });
        account.started(configured().with("keepalive_seconds", 540));
        account.awaitAdmitted(1);
        assertThat(server.commands()
                        .subList(
                                server.commands().indexOf("IDLE"),
                                server.commands().size()))
                .startsWith("IDLE", "DONE");
    }

    @Test
    void betweenRarePollsTheLineIsKeptAliveAndNewsOnItIsNotLeftToThePoll() {
        account.started(
                configured().with("idle", false).with("poll_seconds", 86_400).with("keepalive_seconds", 1));
        await().atMost(SOON).until(() -> server.count("NOOP") >= 3);
        assertThat(server.count("UID SEARCH UID")).isLessThanOrEqualTo(2);
        server.deliver(Account.mail("news"));
        account.awaitAdmitted(1);
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void aServerThatIdlesAndNeverTellsIsPolled() {
        server.mute = true;
        account.started(configured().with("keepalive_seconds", 540).with("poll_seconds", 1));
        for (int i = 1; i <= 3; i++) {
            server.deliver(Account.mail("mute" + i));
            account.awaitAdmitted(i);
        }
        long before = server.count("IDLE");
        await().atMost(SOON).until(() -> server.count("IDLE") >= before + 6); // doubling pauses would take a minute
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void oneMailboxIsAnsweredByOneAccount() throws Exception {
        account.started(configured());
        try (Account twin = new Account(folder)) {
            twin.start(configured().with("account", "twin"));
            await().atMost(SOON).until(() -> twin.mail().status().state() == State.PAUSED);
            assertThat(twin.mail().status().reason()).contains("another account answers folder INBOX");
            assertThat(server.connects()).isEqualTo(1);
            account.stop();
            await().atMost(SOON).until(() -> twin.mail().status().state() == State.IDLING);
        }
    }

    @Test
    void aBusyServerIsNoRefusalOfTheCredentials() {
        server.once("AUTHENTICATE", "<tag> NO [UNAVAILABLE] the user database is down");
        account.start(configured());
        await().atMost(SOON).until(() -> status().state() == State.IDLING);
        assertThat(server.count("AUTHENTICATE")).isEqualTo(2);
    }

    @Test
    void refusedCredentialsAreShownOnce() {
        server.on("AUTHENTICATE", "<tag> NO [AUTHENTICATIONFAILED] who are you?");
        account.start(configured());
        await().atMost(SOON).until(() -> status().state() == State.REFUSED);
        account.mail().wakeAll();
        assertThat(server.count("AUTHENTICATE")).isEqualTo(1);
    }

    // ---- servers that cannot do everything

    @Test
    void withoutIdleItPolls() {
        server.capabilities = "IMAP4rev1 AUTH=PLAIN";
        account.started(configured());
        server.deliver(Account.mail("polled"));
        account.awaitAdmitted(1);
        assertThat(status().state()).isEqualTo(State.POLLING);
        assertThat(server.count("IDLE")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tag> NO not here", "<tag> BAD what?"})
    void whereIdleIsOfferedAndRefusedItPollsOnTheSameLine(String answer) {
        server.on("IDLE", answer);
        account.started(configured());
        server.deliver(Account.mail("polled"));
        account.awaitAdmitted(1);
        assertThat(server.connects()).isEqualTo(1);
        assertThat(server.count("IDLE")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'\\Answered \\Seen \\*', false, '$Answered'",
        "'\\Answered $Answered', false, '$Answered'",
        "'\\Answered \\Seen', false, '\\Answered'",
        "'\\Seen', false, 'no flag: the folder keeps none'",
        "'\\Answered \\*', true, 'no flag: the folder can only be read'"
    })
    void aMailIsFlaggedAsWellAsTheFolderAllows(String permanent, boolean readOnly, String how) {
        server.permanentFlags = permanent;
        server.readOnly = readOnly;
        account.started(configured());
        long uid = server.deliver(Account.mail("flag"));
        Item item = answerTheNext();
        assertThat(marked(item)).isEqualTo(how);
        assertThat(server.flags(uid)).isEqualTo(how.startsWith("no") ? Set.of() : Set.of(how));
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void whereTheKeywordIsRefusedEverybodysFlagIsTaken() {
        server.on("UID STORE", command -> command.contains("$") ? "<tag> NO too many keywords" : ScriptedImap.USUAL);
        account.started(configured());
        server.deliver(Account.mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("\\Answered");
    }

    @Test
    void aServerThatRefusesFlagsIsNotAskedForEver() {
        server.on("UID STORE", "<tag> NO over quota");
        account.started(configured());
        server.deliver(Account.mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the server refuses it");
        assertThat(server.connects()).isEqualTo(1);
    }

    // ---- what people and servers do to mails

    @Test
    void aMailThatGoesAfterItCameInIsAnsweredFromItsBytes() {
        account.started(configured());
        long uid = server.deliver(Account.mail("gone"));
        account.awaitAdmitted(1);
        server.expunge(uid);
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the mail is no longer in the folder");
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatGoesWhileItIsListedHoldsNothingUp() {
        account.started(configured());
        AtomicBoolean first = new AtomicBoolean(true);
        server.on("UID FETCH", command -> {
            if (first.getAndSet(false)) {
                server.expunge(1);
            }
            return ScriptedImap.USUAL;
        });
        server.deliver(Account.mail("gone"));
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 1);
        server.deliver(Account.mail("stays"));
        account.awaitAdmitted(1);
        assertThat(subjects()).containsExactly("stays");
    }

    @Test
    void aMailThatWasReadByAPersonIsAnswered() {
        account.started(configured());
        server.on("UID FETCH", command -> {
            server.flags(1).add("\\Seen");
            return ScriptedImap.USUAL;
        });
        server.deliver(Account.mail("seen"));
        account.awaitAdmitted(1);
    }

    @Test
    void aMailThatIsMovedAwayAndBackIsAnsweredOnce() {
        account.started(configured());
        String raw = Account.mail("wanders");
        long uid = server.deliver(raw);
        answerTheNext();
        server.expunge(uid);
        server.deliver(raw);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 2);
        assertThat(journal.all()).hasSize(1);
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatTheServerListsAndKeepsBackIsGivenUpAloneAndNothingBehindItIsLost() {
        account.started(configured());
        AtomicInteger refused = new AtomicInteger();
        server.on("UID FETCH", command -> {
            if (!command.contains("UID FETCH 1")) {
                return ScriptedImap.USUAL;
            }
            refused.incrementAndGet();
            return "<tag> OK there is nothing to say of it";
        });
        server.deliver(Account.mail("kept"));
        await().atMost(SOON).until(() -> journal.in(Stage.REJECTED).size() == 1);
        assertThat(journal.in(Stage.REJECTED).get(0).reason()).contains("listed and not described");
        assertThat(refused.get()).isEqualTo(3);
        server.deliver(Account.mail("behind"));
        account.awaitAdmitted(1);
    }

    @Test
    void answersThatComeBackwardsAreTakenInOrder() {
        server.backwards = true;
        account.started(configured().with("idle", false).with("poll_seconds", 3600));
        for (int i = 0; i < 60; i++) {
            server.deliver(Account.mail("n" + i));
        }
        account.mail().poll(SOON);
        account.awaitAdmitted(60);
        assertThat(journal.all())
                .extracting(item -> item.arrival().orElseThrow().uid())
                .isSorted();
    }

    // ---- renumbered folders

    @Test
    void aRenumberedFolderAnswersNeitherWhatWasAnsweredNorWhatIsOld() {
        server.deliver(Account.mail("old"), LONG_AGO);
        account.started(configured());
        server.deliver(Account.mail("answered"));
        answerTheNext();
        server.on("AUTHENTICATE", ScriptedImap.DROP);
        server.hangUp();
        server.deliver(Account.mail("missed"));
        server.renumber(99, 3, 2, 1);
        server.allWell();

        account.awaitAdmitted(1);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 3);
        assertThat(subjects()).containsExactlyInAnyOrder("answered", "missed");
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void whereTheLineBreaksInTheMiddleOfARenumberedFolderOldMailStaysOld() {
        server.deliver(Account.mail("old"), LONG_AGO);
        account.started(configured());
        server.deliver(Account.mail("one"));
        server.deliver(Account.mail("two"));
        account.awaitAdmitted(2);
        AtomicInteger looked = new AtomicInteger();
        journal.staged = (id, stage) -> {
            account.mail().staged(stage);
            if (stage == Stage.INGESTED && looked.getAndIncrement() == 0) {
                server.hangUp();
            }
        };
        server.on("AUTHENTICATE", ScriptedImap.DROP);
        server.hangUp();
        server.deliver(Account.mail("three"));
        String big = Account.mail("four") + "0123456789abcdef\r\n".repeat(20_000);
        server.deliver(big);
        server.renumber(99, 4, 5, 1, 2, 3); // the old one now has a high UID
        server.allWell();

        account.awaitAdmitted(4);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 5);
        assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void mailThatComesWhileARenumberedFolderIsReadIsNotMissed() {
        account.started(configured());
        server.deliver(Account.mail("first"));
        account.awaitAdmitted(1);
        AtomicBoolean once = new AtomicBoolean(true);
        server.on("UID FETCH", command -> {
            if (once.getAndSet(false)) {
                server.deliver(Account.mail("meanwhile"));
            }
            return ScriptedImap.USUAL;
        });
        server.renumber(99, 1);
        account.awaitAdmitted(2);
        assertThat(subjects()).containsExactlyInAnyOrder("first", "meanwhile");
    }
}
