package org.dharmic.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.dharmic.journal.JournalHands.LONG;
import static org.dharmic.journal.JournalHands.SHORT;
import static org.dharmic.journal.JournalHands.WORKER;
import static org.dharmic.journal.JournalHands.accept;
import static org.dharmic.journal.JournalHands.admitted;
import static org.dharmic.journal.JournalHands.answered;
import static org.dharmic.journal.JournalHands.at;
import static org.dharmic.journal.JournalHands.bring;
import static org.dharmic.journal.JournalHands.bringFresh;
import static org.dharmic.journal.JournalHands.deed;
import static org.dharmic.journal.JournalHands.drain;
import static org.dharmic.journal.JournalHands.leaseItem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every journal promises to those who work: who gets what, and in which order. */
public interface JournalLeasesContract<J extends Journal & AutoCloseable> extends JournalTested<J> {

    // ---- leases

    @Test
    default void withoutWorkThereIsNoLease() throws Exception {
        try (J journal = open()) {
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"MARKED", "REJECTED", "PARKED"})
    default void nobodyWorksOnWhatIsAtItsEnd(Stage end) throws Exception {
        try (J journal = open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> journal.lease(end, WORKER, LONG));
        }
    }

    @Test
    default void anItemIsLeasedToOneAtATime() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            Lease lease = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            assertThat(lease.worker()).isEqualTo(WORKER);
            assertThat(lease.item().stage()).isEqualTo(Stage.INGESTED);
            assertThat(journal.lease(Stage.INGESTED, "other", LONG)).isEmpty();
            assertThat(journal.lease(Stage.ADMITTED, "other", LONG)).isEmpty();
        }
    }

    @Test
    default void severalAreLeasedAtOnceEachOfAThreadOfItsOwn() throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.ADMITTED, "a", "a@x", "t1");
            String behind = at(journal, Stage.ADMITTED, "b", "a@x", "t1");
            String second = at(journal, Stage.ADMITTED, "c", "a@x", "t2");
            String third = at(journal, Stage.ADMITTED, "d", "a@x", "t3");

            List<Lease> two = journal.leaseFor("home", Stage.ADMITTED, WORKER, LONG, 2);
            assertThat(two).extracting(each -> each.item().id()).containsExactly(first, second);
            assertThat(journal.leaseFor("home", Stage.ADMITTED, "other", LONG, 9))
                    .extracting(each -> each.item().id())
                    .containsExactly(third);
            assertThat(journal.leaseFor("home", Stage.ADMITTED, "other", LONG, 9))
                    .isEmpty();

            journal.advance(two.get(0), answered());
            assertThat(journal.leaseFor("home", Stage.ADMITTED, WORKER, LONG, 9))
                    .extracting(each -> each.item().id())
                    .containsExactly(behind);
        }
    }

    @Test
    default void whatIsLeasedInOneGoComesAsOneByOne() throws Exception {
        try (J journal = open()) {
            for (int i = 0; i < 3; i++) {
                at(journal, Stage.ADMITTED, "busy" + i, "busy@x", "busy-" + i);
            }
            String calm = at(journal, Stage.ADMITTED, "calm", "calm@x", "calm");
            String behind = at(journal, Stage.ADMITTED, "behind", "calm@x", "calm");
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG, 0)).isEmpty();

            List<String> oneByOne = drain(journal, Stage.ADMITTED);
            assertThat(oneByOne).hasSize(4).contains(calm).doesNotContain(behind);
            journal.releaseAll("drain");
            // Who was served before decides who comes first: from the second round on the order is the same each time.
            List<String> again = drain(journal, Stage.ADMITTED);
            journal.releaseAll("drain");
            List<Lease> three = journal.lease(Stage.ADMITTED, WORKER, LONG, 3);
            List<Lease> rest = journal.lease(Stage.ADMITTED, WORKER, LONG, 3);
            assertThat(three).hasSize(3);
            assertThat(Stream.concat(three.stream(), rest.stream()))
                    .extracting(each -> each.item().id())
                    .containsExactlyElementsOf(again);
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG, 3)).isEmpty();
        }
    }

    @Test
    default void aReleasedItemComesAgainUntouchedAndWithAHigherFence() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            Lease first = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.release(first);
            journal.release(first);
            Lease second = journal.lease(Stage.INGESTED, "other", LONG).orElseThrow();
            assertThat(second.item()).isEqualTo(first.item());
            assertThat(second.fence()).isGreaterThan(first.fence());
            journal.release(first);
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG))
                    .as("an old lease releases nothing")
                    .isEmpty();
        }
    }

    @Test
    default void aLeaseRunsOut() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            Lease first = journal.lease(Stage.INGESTED, WORKER, SHORT).orElseThrow();
            Lease second = await().until(() -> journal.lease(Stage.INGESTED, "other", LONG), Optional::isPresent)
                    .orElseThrow();
            assertThat(second.fence()).isGreaterThan(first.fence());
            assertThatThrownBy(() -> journal.advance(first, admitted("a@x", "t")))
                    .isInstanceOf(LeaseLost.class);
            journal.advance(second, admitted("a@x", "t"));
        }
    }

    @Test
    default void aLeaseThatRanOutIsLostEvenIfNobodyTookTheItem() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            Lease lease =
                    journal.lease(Stage.INGESTED, WORKER, Duration.ofNanos(1)).orElseThrow();
            await().untilAsserted(() -> assertThatThrownBy(() -> journal.retryLater(lease, LONG, "late"))
                    .isInstanceOf(LeaseLost.class));
        }
    }

    @Test
    default void anOlderHolderCanDoNothingMore() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            Lease old = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.release(old);
            journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            Item before = journal.find(id).orElseThrow();
            List<Callable<?>> deeds = List.of(
                    deed(() -> journal.advance(old, admitted("a@x", "t"))),
                    deed(() -> journal.advanceAndHold(old, admitted("a@x", "t"), LONG)),
                    deed(() -> journal.retryLater(old, SHORT, "why")),
                    deed(() -> journal.reject(old, "why")),
                    deed(() -> journal.park(old, "why")));
            for (Callable<?> each : deeds) {
                assertThatThrownBy(each::call).isInstanceOf(LeaseLost.class);
            }
            assertThat(journal.find(id)).contains(before);
        }
    }

    @Test
    default void aLeaseIsVoidInTheNextProcess() throws Exception {
        Lease before;
        try (J journal = open()) {
            accept(journal, "a");
            before = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
        }
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.advance(before, admitted("a@x", "t")))
                    .isInstanceOf(LeaseLost.class);
            Lease after = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            assertThat(after.fence()).isGreaterThan(before.fence());
            assertThatThrownBy(() -> journal.advance(before, admitted("a@x", "t")))
                    .isInstanceOf(LeaseLost.class);
        }
    }

    @Test
    default void aWorkerGivesEverythingBackAtOnce() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            accept(journal, "b");
            accept(journal, "c");
            journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.lease(Stage.INGESTED, "other", LONG).orElseThrow();
            assertThat(journal.releaseAll(WORKER)).isEqualTo(2);
            assertThat(journal.releaseAll(WORKER)).isZero();
            assertThat(drain(journal, Stage.INGESTED)).hasSize(2);
        }
    }

    @Test
    default void oneAccountsWorkerGetsItsItemsAndThoseForAny() throws Exception {
        try (J journal = open()) {
            String forHome = journal.submit(new Outbound("k1", "home", "", "me@x", "s", "m"));
            String forWork = journal.submit(new Outbound("k2", "work", "", "me@x", "s", "m"));
            String forAny = journal.submit(new Outbound("k3", "", "", "me@x", "s", "m"));
            List<String> home = new ArrayList<>();
            for (Optional<Lease> lease = journal.leaseFor("home", Stage.ANSWERED, WORKER, LONG);
                    lease.isPresent();
                    lease = journal.leaseFor("home", Stage.ANSWERED, WORKER, LONG)) {
                home.add(lease.get().item().id());
            }
            assertThat(home).containsExactly(forHome, forAny);
            assertThat(drain(journal, Stage.ANSWERED)).containsExactly(forWork);
        }
    }

    @Test
    default void manyWorkersNeverShareAnItem() throws Exception {
        int count = 40;
        try (J journal = open()) {
            for (int i = 0; i < count; i++) {
                accept(journal, "m" + i);
            }
            ExecutorService workers = Executors.newFixedThreadPool(4);
            try {
                List<Future<List<String>>> parts = new ArrayList<>();
                CountDownLatch go = new CountDownLatch(1);
                for (int w = 0; w < 4; w++) {
                    String name = "w" + w;
                    parts.add(workers.submit(() -> {
                        go.await();
                        List<String> done = new ArrayList<>();
                        for (Optional<Lease> lease = journal.lease(Stage.INGESTED, name, LONG);
                                lease.isPresent();
                                lease = journal.lease(Stage.INGESTED, name, LONG)) {
                            journal.reject(lease.get(), "done");
                            done.add(lease.get().item().id());
                        }
                        return done;
                    }));
                }
                go.countDown();
                List<String> all = new ArrayList<>();
                for (Future<List<String>> part : parts) {
                    all.addAll(part.get(60, TimeUnit.SECONDS));
                }
                assertThat(all).hasSize(count).doesNotHaveDuplicates();
            } finally {
                workers.shutdown();
            }
        }
    }

    // ---- order and fairness

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"ADMITTED", "ANSWERED", "READY", "SENDING", "SENT"})
    default void theOrderWithinAThreadIsKept(Stage stage) throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.ADMITTED, "1", "a@x", "thread");
            String second = at(journal, stage, "2", "b@x", "other-thread");
            bring(journal, first, stage);
            String third = accept(journal, "3");
            bringFresh(journal, third, "c@x", "thread");
            // The third overtakes nobody of its thread, in no stage up to here.
            if (stage != Stage.ADMITTED) {
                assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG)
                                .map(lease -> lease.item().id()))
                        .as("those further on do not hold it up")
                        .contains(third);
                return;
            }
            assertThat(drain(journal, stage)).containsExactly(first, second);
            journal.releaseAll("drain");
            Lease one = leaseItem(journal, stage, first);
            journal.retryLater(one, LONG, "not now");
            assertThat(drain(journal, stage))
                    .as("waiting, the first still stands before the third")
                    .containsExactly(second);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"ANSWERED", "READY", "SENDING", "SENT"})
    default void aThreadsEarlierItemInTheSameOrAnEarlierStageHoldsTheLaterOneUp(Stage stage) throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.ADMITTED, "1", "a@x", "thread");
            Lease held = leaseItem(journal, Stage.ADMITTED, first);
            journal.park(held, "let the second pass");
            String second = at(journal, stage, "2", "a@x", "thread");
            assertThat(journal.retry(first)).isTrue();
            assertThat(drain(journal, stage)).isEmpty();
            bring(journal, first, stage);
            assertThat(drain(journal, stage)).containsExactly(first);
            journal.releaseAll("drain");
            Lease one = leaseItem(journal, stage, first);
            journal.reject(one, "out of the way");
            assertThat(drain(journal, stage)).containsExactly(second);
        }
    }

    @Test
    default void aReplyThatMayOrMayNotHaveGoneOutHoldsTheNextOfItsThreadUp() throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.SENDING, "1", "a@x", "thread");
            String second = at(journal, Stage.READY, "2", "a@x", "thread");
            Lease unclear = leaseItem(journal, Stage.SENDING, first);
            assertThat(drain(journal, Stage.READY)).isEmpty();
            journal.retryLater(unclear, LONG, "to be looked for");
            assertThat(drain(journal, Stage.READY)).isEmpty();
            assertThat(journal.park(first, "let the second pass")).isTrue();
            assertThat(drain(journal, Stage.READY)).containsExactly(second);
        }
    }

    @Test
    default void theSenderWithTheFewestLeasesHeldComesFirst() throws Exception {
        try (J journal = open()) {
            for (int i = 0; i < 3; i++) {
                at(journal, Stage.ADMITTED, "busy" + i, "busy@x", "busy-" + i);
            }
            String calm = at(journal, Stage.ADMITTED, "calm", "calm@x", "calm");
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                order.add(journal.lease(Stage.ADMITTED, WORKER, LONG)
                        .orElseThrow()
                        .item()
                        .admitted()
                        .orElseThrow()
                        .sender());
            }
            assertThat(order).containsExactly("busy@x", "calm@x", "busy@x");
            assertThat(calm).isNotEmpty();
        }
    }

    @Test
    default void amongEqualsTheSenderLongestNotServedComesFirst() throws Exception {
        try (J journal = open()) {
            for (int i = 0; i < 3; i++) {
                at(journal, Stage.ADMITTED, "a" + i, "a@x", "a-" + i);
            }
            for (int i = 0; i < 3; i++) {
                at(journal, Stage.ADMITTED, "b" + i, "b@x", "b-" + i);
            }
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Lease lease = journal.lease(Stage.ADMITTED, WORKER, LONG).orElseThrow();
                order.add(lease.item().admitted().orElseThrow().sender());
                journal.advance(lease, answered());
            }
            assertThat(order).containsExactly("a@x", "b@x", "a@x", "b@x", "a@x", "b@x");
        }
    }

    @Test
    default void theOldestComesFirst() throws Exception {
        try (J journal = open()) {
            List<String> ids = List.of(accept(journal, "1"), accept(journal, "2"), accept(journal, "3"));
            assertThat(drain(journal, Stage.INGESTED)).isEqualTo(ids);
        }
    }
}
