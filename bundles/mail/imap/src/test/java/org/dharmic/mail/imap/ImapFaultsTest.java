package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.itests.post.Script;
import org.dharmic.mail.ChannelStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account at a server whose line fails, or that fails itself. */
class ImapFaultsTest extends AccountScene {

    @ParameterizedTest
    @ValueSource(strings = {"* BYE going down", Script.DROP, "<tag> OK that was short"})
    void whateverEndsIdleEarlyANewMailComesInAfterwards(String end) {
        server.script().once("IDLE", end);
        account.started(configured());
        inbox.add(Account.mail("after"));
        account.awaitAdmitted(1);
        assertThat(subjects()).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"* BYE going down", Script.DROP, "<tag> NO not this time", "<tag> BAD what?"})
    void whateverEndsAFetchTheMailComesInAfterwardsOnce(String end) {
        account.started(configured());
        AtomicInteger times = new AtomicInteger();
        server.script()
                .on(
                        "UID FETCH",
                        command -> command.contains("BODY") && times.getAndIncrement() == 0 ? end : Script.USUAL);
        inbox.add(Account.mail("again"));
        account.awaitAdmitted(1);
        assertThat(journal.all()).hasSize(1);
    }

    @Test
    void aServerThatHangsUpAfterEachLookIsAskedLessAndLessOften() {
        server.script().on("IDLE", "* BYE too busy");
        account.started(configured());
        await().atMost(SOON).until(() -> status().reason().matches("(?s).*too busy.*next try in [234] s.*"));
        server.script().allWell();
        inbox.add(Account.mail("later"));
        account.awaitAdmitted(1);
    }

    @Test
    void aDeadLineInIdleIsFoundWithinTheProbeTimeAfterDone() {
        server.script().once("DONE", Script.HANG);
        account.started(configured().with("probe_seconds", 1).with("keepalive_seconds", 1));
        await().atMost(SOON).until(() -> status().reason().contains("no answer to DONE for 1 s"));
        inbox.add(Account.mail("seen"));
        account.awaitAdmitted(1);
        assertThat(status().connects()).isEqualTo(2);
    }

    @Test
    void aLineThatDiesBeforeItIdlesIsFoundAsWell() {
        server.script().once("IDLE", Script.HANG);
        account.started(configured().with("probe_seconds", 1));
        await().atMost(SOON).until(() -> status().reason().contains("no answer to IDLE for 1 s"));
        await().atMost(SOON).until(() -> status().state() == State.IDLING);
    }

    @Test
    void aDeadLineWithoutIdleIsFoundWithinTheProbeTimeAfterNoop() {
        account.started(
                configured().with("idle", false).with("probe_seconds", 1).with("imap_timeout_seconds", 600));
        server.script().once("NOOP", Script.HANG);
        await().atMost(SOON).until(() -> status().reason().contains("no answer to NOOP for 1 s"));
        await().atMost(SOON).until(() -> status().state() == State.POLLING);
    }

    @Test
    void aMailThatIsToldOfWhileIdleBeginsIsSeen() {
        AtomicBoolean first = new AtomicBoolean(true);
        server.script().on("IDLE", command -> {
            if (first.getAndSet(false)) {
                inbox.add(Account.mail("between"));
                return Script.TELL_FIRST;
            }
            return Script.USUAL;
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
        inbox.add(Account.mail("news"));
        account.awaitAdmitted(1);
        assertThat(server.sessions()).isEqualTo(1);
    }

    @Test
    void aServerThatIdlesAndNeverTellsIsPolled() {
        server.mute(true);
        account.started(configured().with("keepalive_seconds", 540).with("poll_seconds", 1));
        for (int i = 1; i <= 3; i++) {
            inbox.add(Account.mail("mute" + i));
            account.awaitAdmitted(i);
        }
        long before = server.count("IDLE");
        await().atMost(SOON).until(() -> server.count("IDLE") >= before + 6); // doubling pauses would take a minute
        assertThat(server.sessions()).isEqualTo(1);
    }

    @Test
    void oneMailboxIsAnsweredByOneAccount() throws Exception {
        account.started(configured());
        try (Account twin = new Account(folder)) {
            twin.start(configured().with("account", "twin"));
            await().atMost(SOON).until(() -> twin.mail().status().state() == State.PAUSED);
            assertThat(twin.mail().status().reason()).contains("another account answers folder INBOX");
            assertThat(server.sessions()).isEqualTo(1);
            account.stop();
            await().atMost(SOON).until(() -> twin.mail().status().state() == State.IDLING);
        }
    }

    @Test
    void aBusyServerIsNoRefusalOfTheCredentials() {
        server.script().once("AUTHENTICATE", "<tag> NO [UNAVAILABLE] the user database is down");
        account.start(configured());
        await().atMost(SOON).until(() -> status().state() == State.IDLING);
        assertThat(server.count("AUTHENTICATE")).isEqualTo(2);
    }

    @Test
    void refusedCredentialsAreShownOnce() {
        server.script().on("AUTHENTICATE", "<tag> NO [AUTHENTICATIONFAILED] who are you?");
        account.start(configured());
        await().atMost(SOON).until(() -> status().state() == State.REFUSED);
        account.mail().wakeAll();
        assertThat(server.count("AUTHENTICATE")).isEqualTo(1);
    }
}
