package org.dharmic.mail.imap.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.mail.imap.work.JournalAway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies that wait while the server is quick: some are marked together, and what went out is noted during the next. */
class BurstSendingTest extends SendingScene {

    private static final Duration SOON = Duration.ofSeconds(10);

    @BeforeEach
    void quick() {
        nanos = () -> 0; // no dialogue takes any time
    }

    /** One has gone out, and as many wait as are marked together. */
    private List<String> burst(int replies) {
        String first = answered("first");
        drain();
        assertThat(item(first).stage()).isEqualTo(Stage.SENT);
        List<String> ids = IntStream.range(0, replies)
                .mapToObj(i -> answered("reply " + i))
                .toList();
        compose();
        assertThat(in(Stage.READY)).containsExactlyElementsOf(ids);
        return ids;
    }

    /** Renders all of them without sending: the server is out of reach. */
    @Override
    void compose() {
        worker.end();
        server.script().on("banner", "421 not now");
        while (!in(Stage.ANSWERED).isEmpty()) {
            worker.work();
        }
        server.script().allWell();
        worker.end();
        worker = worker();
    }

    private List<String> in(Stage stage) {
        return journal.all().stream()
                .filter(item -> item.stage() == stage)
                .map(Item::id)
                .toList();
    }

    private List<String> oneIsOutAndTheOthersAreMarked() {
        List<String> ids = burst(4);
        worker.work(); // alone, as nobody knows how quick the server is
        worker.work();
        await().atMost(SOON).until(() -> in(Stage.SENDING).size() == 2);
        return ids;
    }

    @Test
    void someAreMarkedTogetherAndEachGoesOutOnce() {
        List<String> ids = oneIsOutAndTheOthersAreMarked();
        drain();
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT && item(id).attempts() == 0);
        assertThat(server.mails()).hasSize(5).doesNotHaveDuplicates();
        assertThat(server.sessions()).isLessThanOrEqualTo(3);
    }

    @Test
    void noMailIsEndedBeforeTheOneBeforeItIsNoted() throws Exception {
        burst(4);
        worker.work();
        CountDownLatch noting = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        journal.staged = (id, stage) -> {
            if (stage == Stage.SENT) {
                noting.countDown();
                hold(disk);
            }
        };
        List<Thread> sending = List.of(new Thread(this::send), new Thread(this::send));
        sending.forEach(Thread::start);
        try {
            hold(noting);
            int out = server.mails().size();
            await().atMost(SOON)
                    .until(() -> server.commands().stream()
                                    .filter(each -> each.equals("DATA"))
                                    .count()
                            == out + 1);
            assertThat(sending).allMatch(Thread::isAlive);
            assertThat(server.mails()).as("its end waits for the disk").hasSize(out);
        } finally {
            disk.countDown();
            for (Thread each : sending) {
                each.join(SOON.toMillis());
            }
        }
        assertThat(in(Stage.SENT)).hasSize(5);
        assertThat(server.mails()).hasSize(5).doesNotHaveDuplicates();
    }

    private void send() {
        while (replies.work()) {
            assertThat(server.sessions()).isPositive();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoeverLeavesGivesBackWhatIsNotBegun() {
        oneIsOutAndTheOthersAreMarked();
        worker.end();
        assertThat(in(Stage.SENDING)).isEmpty();
        assertThat(in(Stage.READY)).hasSize(2);
        worker = worker();
        drain();
        assertThat(in(Stage.SENT)).hasSize(5);
        assertThat(state.ambiguous()).isZero();
        assertThat(server.mails()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotBegunWaitsWhenTheServerHasGone() {
        oneIsOutAndTheOthersAreMarked();
        server.script().on("MAIL", "421 closing").on("banner", "421 not now");
        worker.work();
        worker.work();
        assertThat(in(Stage.SENDING)).isEmpty();
        assertThat(in(Stage.READY)).hasSize(2);
        assertThat(state.ambiguous()).isZero();
    }

    @Test
    void aReplyThatCannotBeNotedHoldsUpTheOthersAndIsNotedLater() {
        oneIsOutAndTheOthersAreMarked();
        List<String> before = new ArrayList<>(server.mails());
        journal.broken = true;
        for (int i = 0; i < 3; i++) {
            tryToWork();
        }
        assertThat(server.mails()).hasSizeLessThanOrEqualTo(before.size() + 1);
        journal.broken = false;
        drain();
        assertThat(in(Stage.SENT)).hasSize(5);
        assertThat(state.ambiguous()).isZero();
        assertThat(server.mails()).hasSize(5).doesNotHaveDuplicates();
    }

    private void tryToWork() {
        try {
            worker.work();
        } catch (JournalAway e) {
            assertThat(e).hasMessageContaining("disk full");
        }
    }

    @Test
    void whereAPersonDecidesAboutUnclearEndingsEachIsMarkedByItself() {
        settings = configured().with("on_ambiguous", "hold").settings();
        burst(4);
        for (int i = 0; i < 4; i++) {
            worker.work();
            assertThat(in(Stage.SENDING)).isEmpty();
        }
        assertThat(in(Stage.SENT)).hasSize(5);
    }
}
