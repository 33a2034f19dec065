package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.Script;
import org.dharmic.mail.ChannelStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A look for new mail over the kept connection: how many round trips, and what it may miss. */
@ExtendWith(NothingLeft.class)
class LookTest {

    @TempDir
    Path folder;

    private Account account;
    private ImapServer server;

    @BeforeEach
    void begin() throws Exception {
        account = new Account(folder);
        server = account.imap;
    }

    @AfterEach
    void end() throws Exception {
        account.close();
    }

    private void idling() {
        await().atMost(Account.SOON).until(() -> {
            List<String> said = server.commands();
            return account.mail().status().state() == State.IDLING
                    && said.get(said.size() - 1).equals("IDLE");
        });
    }

    /** What was said from the last time on that this was. */
    private List<String> since(String command) {
        List<String> said = List.copyOf(server.commands());
        return said.subList(Math.max(0, said.lastIndexOf(command)), said.size());
    }

    @Test
    void theLookThatEndsIdleWaitsForNoAnswerBetween() {
        account.started(account.configured().with("probe_seconds", 300));
        idling();
        server.script().on("DONE", Script.HANG);
        account.mail().wakeAll();
        await().atMost(Account.SOON)
                .untilAsserted(() -> assertThat(since("DONE")).containsExactly("DONE", "NOOP"));
    }

    /** The library asks a folder whose line was quiet for a second whether it is there, and waits for the answer. */
    @Test
    void aLineThatWasQuietForLongerCostsNoMore() {
        account.started(account.configured().with("keepalive_seconds", 2));
        await().atMost(Account.SOON)
                .until(() -> server.count("DONE") == 3 && since("DONE").contains("IDLE"));
        List<String> said = server.commands();
        assertThat(said.subList(said.indexOf("IDLE") + 1, said.size()))
                .startsWith("DONE", "NOOP", "UID SEARCH UID 1:*", "IDLE")
                .containsSequence("DONE", "NOOP", "UID SEARCH UID 1:*", "IDLE", "DONE", "NOOP", "UID SEARCH UID 1:*");
    }

    @Test
    void withoutIdleToo() {
        account.started(account.configured()
                .with("idle", false)
                .with("poll_seconds", 3600)
                .with("probe_seconds", 300));
        account.mail().poll(Account.SOON);
        account.mail().poll(Account.SOON);
        assertThat(since("NOOP")).containsExactly("NOOP", "UID SEARCH UID 1:*");
    }

    @Test
    void aLookAsksOnceForWhatIsNew() {
        account.started(account.configured());
        account.inbox.add(Account.mail("one"));
        account.awaitAdmitted(1);
        idling();
        account.mail().poll(Account.SOON);
        await().atMost(Account.SOON).untilAsserted(() -> assertThat(since("DONE"))
                .containsExactly("DONE", "NOOP", "UID SEARCH UID 2:*", "IDLE"));
    }

    @Test
    void aServerThatDropsWhatComesWithDoneIsAskedAfterItsAnswer() {
        account.started(account.configured().with("probe_seconds", 1));
        idling();
        AtomicBoolean dropped = new AtomicBoolean();
        server.script()
                .on(
                        "NOOP",
                        command -> since("DONE").size() == 2 && !dropped.getAndSet(true) ? Script.HANG : Script.USUAL);
        server.script()
                .on("UID SEARCH", command -> dropped.get() && server.sessions() == 1 ? Script.HANG : Script.USUAL);
        account.inbox.add(Account.mail("one"));
        account.awaitAdmitted(1);
        assertThat(server.sessions()).isEqualTo(2);
        idling();
        account.inbox.add(Account.mail("two"));
        account.awaitAdmitted(2);
        assertThat(server.sessions()).isEqualTo(2);

        idling();
        server.script().on("DONE", Script.HANG).on("AUTHENTICATE", Script.DROP);
        account.mail().wakeAll();
        await().atMost(Account.SOON)
                .until(() -> account.mail().status().reason().contains("no answer to DONE for 1 s"));
        assertThat(since("DONE")).startsWith("DONE").doesNotContain("NOOP");
    }

    @Test
    void aMailThatComesWhileALookIsOnItsWayIsFoundByWhoeverAsksThen() throws Exception {
        account.started(account.configured());
        idling();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        server.script().on("UID SEARCH", command -> {
            if (first.getAndSet(false)) {
                looking.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "* SEARCH\r\n<tag> OK it knows nothing yet";
            }
            return Script.USUAL;
        });
        CompletableFuture<Integer> early =
                CompletableFuture.supplyAsync(() -> account.mail().poll(Account.SOON));
        looking.await();
        account.inbox.add(Account.mail("late"));
        CompletableFuture<Integer> late =
                CompletableFuture.supplyAsync(() -> account.mail().poll(Account.SOON));
        await().atMost(Account.SOON)
                .until(() -> Thread.getAllStackTraces().values().stream()
                                .filter(stack -> List.of(stack).stream()
                                        .anyMatch(frame -> frame.getClassName().endsWith(".Looks")))
                                .count()
                        == 2);
        go.countDown();
        int found = late.get();
        assertThat(account.journal.all()).hasSize(1);
        assertThat(early.get() + found).isEqualTo(1); // the early one, when the server tells in time
    }
}
