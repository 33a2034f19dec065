package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus.State;
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

/** An account at a server that fails, renumbers, forgets or cannot do everything. */
class ImapFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private ScriptedImap server;
    private ScriptedSmtp smtp;
    private final JournalFake journal = new JournalFake();
    private final Available<Journal> journals = new Available<>(Journal.class);
    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private MailAccount account;

    @BeforeEach
    void startServer() throws Exception {
        server = new ScriptedImap();
        smtp = new ScriptedSmtp();
        journals.arrived(journal);
        secrets.arrived(name -> "secret".toCharArray());
    }

    @AfterEach
    void stop() throws Exception {
        if (account != null) {
            account.stop(Duration.ofSeconds(2));
        }
        server.close();
        smtp.close();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("mail-")));
    }

    private Settings configured() {
        return Settings.plain().with("imap_port", server.port()).with("smtp_port", smtp.port());
    }

    private void start(Settings config) {
        ImapSettings settings = config.settings().withStateFolder(folder.toString());
        account = new MailAccount(() -> settings, journals, secrets, new Meters(), Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
    }

    private void started(Settings config) {
        start(config);
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
    }

    private static String mail(String subject) {
        return Mails.fromAlice(
                "Subject: " + subject + "\r\nMessage-ID: <" + subject + "@friends.example>\r\n", "Well?");
    }

    private void awaitAdmitted(int count) {
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == count);
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
        started(configured());
        server.deliver(mail("after"));
        awaitAdmitted(1);
        assertThat(subjects()).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"* BYE going down", ScriptedImap.DROP, "<tag> NO not this time", "<tag> BAD what?"})
    void whateverEndsAFetchTheMailComesInAfterwardsOnce(String end) {
        started(configured());
        AtomicInteger times = new AtomicInteger();
        server.on(
                "UID FETCH",
                command -> command.contains("BODY") && times.getAndIncrement() == 0 ? end : ScriptedImap.USUAL);
        server.deliver(mail("again"));
        awaitAdmitted(1);
        assertThat(journal.all()).hasSize(1);
    }

    @Test
    void aServerThatHangsUpAfterEachLookIsAskedLessAndLessOften() {
        server.on("IDLE", "* BYE too busy");
        started(configured());
        await().atMost(SOON).until(() -> account.status().reason().matches("(?s).*too busy.*next try in [234] s.*"));
        server.allWell();
        server.deliver(mail("later"));
        awaitAdmitted(1);
    }

    @Test
    void aDeadLineInIdleIsFoundWithinTheProbeTimeAfterDone() {
        server.once("DONE", ScriptedImap.HANG);
        started(configured().with("probe_seconds", 1).with("keepalive_seconds", 1));
        await().atMost(SOON).until(() -> account.status().reason().contains("no answer to DONE for 1 s"));
        server.deliver(mail("seen"));
        awaitAdmitted(1);
        assertThat(account.status().connects()).isEqualTo(2);
    }

    @Test
    void aLineThatDiesBeforeItIdlesIsFoundAsWell() {
        server.once("IDLE", ScriptedImap.HANG);
        started(configured().with("probe_seconds", 1));
        await().atMost(SOON).until(() -> account.status().reason().contains("no answer to IDLE for 1 s"));
        await().atMost(SOON).until(() -> account.status().state() == State.IDLING);
    }

    @Test
    void aDeadLineWithoutIdleIsFoundWithinTheProbeTimeAfterNoop() {
        started(configured().with("idle", false).with("probe_seconds", 1).with("imap_timeout_seconds", 600));
        server.once("NOOP", ScriptedImap.HANG);
        await().atMost(SOON).until(() -> account.status().reason().contains("no answer to NOOP for 1 s"));
        await().atMost(SOON).until(() -> account.status().state() == State.POLLING);
    }

    @Test
    void aMailThatIsToldOfWhileIdleBeginsIsSeen() {
        AtomicBoolean first = new AtomicBoolean(true);
        server.on("IDLE", command -> {
            if (first.getAndSet(false)) {
                server.deliver(mail("between"));
                return ScriptedImap.TELL_FIRST;
            }
            return ScriptedImap.USUAL;
        });
        started(configured().with("keepalive_seconds", 540));
        awaitAdmitted(1);
        assertThat(server.commands()
                        .subList(
                                server.commands().indexOf("IDLE"),
                                server.commands().size()))
                .startsWith("IDLE", "DONE");
    }

    @Test
    void betweenRarePollsTheLineIsKeptAliveAndNewsOnItIsNotLeftToThePoll() {
        started(configured().with("idle", false).with("poll_seconds", 86_400).with("keepalive_seconds", 1));
        await().atMost(SOON).until(() -> server.count("NOOP") >= 3);
        assertThat(server.count("UID SEARCH UID")).isLessThanOrEqualTo(2);
        server.deliver(mail("news"));
        awaitAdmitted(1);
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void aBusyServerIsNoRefusalOfTheCredentials() {
        server.once("AUTHENTICATE", "<tag> NO [UNAVAILABLE] the user database is down");
        start(configured());
        await().atMost(SOON).until(() -> account.status().state() == State.IDLING);
        assertThat(server.count("AUTHENTICATE")).isEqualTo(2);
    }

    @Test
    void refusedCredentialsAreShownOnce() {
        server.on("AUTHENTICATE", "<tag> NO [AUTHENTICATIONFAILED] who are you?");
        start(configured());
        await().atMost(SOON).until(() -> account.status().state() == State.REFUSED);
        account.wakeAll();
        assertThat(server.count("AUTHENTICATE")).isEqualTo(1);
    }

    // ---- servers that cannot do everything

    @Test
    void withoutIdleItPolls() {
        server.capabilities = "IMAP4rev1 AUTH=PLAIN";
        started(configured());
        server.deliver(mail("polled"));
        awaitAdmitted(1);
        assertThat(account.status().state()).isEqualTo(State.POLLING);
        assertThat(server.count("IDLE")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tag> NO not here", "<tag> BAD what?"})
    void whereIdleIsOfferedAndRefusedItPollsOnTheSameLine(String answer) {
        server.on("IDLE", answer);
        started(configured());
        server.deliver(mail("polled"));
        awaitAdmitted(1);
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
        started(configured());
        long uid = server.deliver(mail("flag"));
        Item item = answerTheNext();
        assertThat(marked(item)).isEqualTo(how);
        assertThat(server.flags(uid)).isEqualTo(how.startsWith("no") ? java.util.Set.of() : java.util.Set.of(how));
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void whereTheKeywordIsRefusedEverybodysFlagIsTaken() {
        server.on("UID STORE", command -> command.contains("$") ? "<tag> NO too many keywords" : ScriptedImap.USUAL);
        started(configured());
        server.deliver(mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("\\Answered");
    }

    @Test
    void aServerThatRefusesFlagsIsNotAskedForEver() {
        server.on("UID STORE", "<tag> NO over quota");
        started(configured());
        server.deliver(mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the server refuses it");
        assertThat(server.connects()).isEqualTo(1);
    }

    // ---- what people and servers do to mails

    @Test
    void aMailThatGoesAfterItCameInIsAnsweredFromItsBytes() {
        started(configured());
        long uid = server.deliver(mail("gone"));
        awaitAdmitted(1);
        server.expunge(uid);
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the mail is no longer in the folder");
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatGoesWhileItIsListedHoldsNothingUp() {
        started(configured());
        AtomicBoolean first = new AtomicBoolean(true);
        server.on("UID FETCH", command -> {
            if (first.getAndSet(false)) {
                server.expunge(1);
            }
            return ScriptedImap.USUAL;
        });
        server.deliver(mail("gone"));
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 1);
        server.deliver(mail("stays"));
        awaitAdmitted(1);
        assertThat(subjects()).containsExactly("stays");
    }

    @Test
    void aMailThatWasReadByAPersonIsAnswered() {
        started(configured());
        server.on("UID FETCH", command -> {
            server.flags(1).add("\\Seen");
            return ScriptedImap.USUAL;
        });
        server.deliver(mail("seen"));
        awaitAdmitted(1);
    }

    @Test
    void aMailThatIsMovedAwayAndBackIsAnsweredOnce() {
        started(configured());
        String raw = mail("wanders");
        long uid = server.deliver(raw);
        answerTheNext();
        server.expunge(uid);
        server.deliver(raw);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 2);
        assertThat(journal.all()).hasSize(1);
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatTheServerListsAndKeepsBackIsGivenUpAloneAndNothingBehindItIsLost() {
        started(configured());
        AtomicInteger refused = new AtomicInteger();
        server.on("UID FETCH", command -> {
            if (!command.contains("UID FETCH 1")) {
                return ScriptedImap.USUAL;
            }
            refused.incrementAndGet();
            return "<tag> OK there is nothing to say of it";
        });
        server.deliver(mail("kept"));
        await().atMost(SOON).until(() -> journal.in(Stage.REJECTED).size() == 1);
        assertThat(journal.in(Stage.REJECTED).get(0).reason()).contains("listed and not described");
        assertThat(refused.get()).isEqualTo(3);
        server.deliver(mail("behind"));
        awaitAdmitted(1);
    }

    @Test
    void answersThatComeBackwardsAreTakenInOrder() {
        server.backwards = true;
        started(configured().with("idle", false).with("poll_seconds", 3600));
        for (int i = 0; i < 60; i++) {
            server.deliver(mail("n" + i));
        }
        account.poll(SOON);
        awaitAdmitted(60);
        assertThat(journal.all())
                .extracting(item -> item.arrival().orElseThrow().uid())
                .isSorted();
    }

    // ---- renumbered folders

    @Test
    void aRenumberedFolderAnswersNeitherWhatWasAnsweredNorWhatIsOld() {
        server.deliver(mail("old"), LONG_AGO);
        started(configured());
        server.deliver(mail("answered"));
        answerTheNext();
        server.on("AUTHENTICATE", ScriptedImap.DROP);
        server.hangUp();
        server.deliver(mail("missed"));
        server.renumber(99, 3, 2, 1);
        server.allWell();

        awaitAdmitted(1);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 3);
        assertThat(subjects()).containsExactlyInAnyOrder("answered", "missed");
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void whereTheLineBreaksInTheMiddleOfARenumberedFolderOldMailStaysOld() {
        server.deliver(mail("old"), LONG_AGO);
        started(configured());
        server.deliver(mail("one"));
        server.deliver(mail("two"));
        awaitAdmitted(2);
        AtomicInteger looked = new AtomicInteger();
        journal.staged = (id, stage) -> {
            account.staged(stage);
            if (stage == Stage.INGESTED && looked.getAndIncrement() == 0) {
                server.hangUp();
            }
        };
        server.on("AUTHENTICATE", ScriptedImap.DROP);
        server.hangUp();
        server.deliver(mail("three"));
        String big = mail("four") + "0123456789abcdef\r\n".repeat(20_000);
        server.deliver(big);
        server.renumber(99, 4, 5, 1, 2, 3); // the old one now has a high UID
        server.allWell();

        awaitAdmitted(4);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 5);
        assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void mailThatComesWhileARenumberedFolderIsReadIsNotMissed() {
        started(configured());
        server.deliver(mail("first"));
        awaitAdmitted(1);
        AtomicBoolean once = new AtomicBoolean(true);
        server.on("UID FETCH", command -> {
            if (once.getAndSet(false)) {
                server.deliver(mail("meanwhile"));
            }
            return ScriptedImap.USUAL;
        });
        server.renumber(99, 1);
        awaitAdmitted(2);
        assertThat(subjects()).containsExactlyInAnyOrder("first", "meanwhile");
    }
}
