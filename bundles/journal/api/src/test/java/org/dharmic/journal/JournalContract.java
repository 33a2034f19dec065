package org.dharmic.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every journal promises. A provider's test implements this interface.
 *
 * @param <J> the provider's class
 */
public interface JournalContract<J extends Journal & AutoCloseable> {

    Duration LONG = Duration.ofMinutes(10);
    Duration SHORT = Duration.ofMillis(30);
    String WORKER = "worker";

    /**
     * Opens the same storage each time, as a process that has just started would, and has swept what an earlier one left
     * behind when it returns. Called again only after the journal before was closed.
     */
    J open() throws Exception;

    // ---- the spool

    @Test
    default void spooledBytesAreReadBackWithTheirDigest() throws Exception {
        try (J journal = open()) {
            Spooled spooled = journal.spool(bytes("abc"), 3);
            assertThat(spooled.size()).isEqualTo(3);
            assertThat(spooled.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(text(journal, spooled.ref())).isEqualTo("abc");
        }
    }

    @Test
    default void aStreamLongerThanAllowedIsRefused() throws Exception {
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.spool(bytes("abcd"), 3))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("3");
        }
    }

    @Test
    default void aStreamThatFailsIsTheCallersToSeeAndIsNotClosed() throws Exception {
        class Broken extends InputStream {
            boolean closed;

            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }

            @Override
            public void close() {
                closed = true;
            }
        }
        Broken broken = new Broken();
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.spool(broken, 100)).hasMessageContaining("cut");
            assertThat(broken.closed).isFalse();
        }
    }

    @Test
    default void whatWasNeverSpooledCannotBeRead() throws Exception {
        try (J journal = open()) {
            for (String ref : List.of("nothing-here", "../journal.db", "", "/etc/passwd")) {
                assertThatThrownBy(() -> journal.read(ref)).as(ref).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    default void spooledBytesThatNothingRefersToAreSweptByALaterOpening() throws Exception {
        Spooled orphan;
        Spooled kept;
        try (J journal = open()) {
            orphan = journal.spool(bytes("orphan"), 100);
            kept = journal.spool(bytes("kept"), 100);
            journal.accept(new Arrival("home", "INBOX", 1, 1, kept, Instant.EPOCH));
            assertThat(text(journal, orphan.ref())).isEqualTo("orphan");
        }
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.read(orphan.ref())).isInstanceOf(IOException.class);
            assertThat(text(journal, kept.ref())).isEqualTo("kept");
        }
    }

    // ---- taking in

    @Test
    default void anAcceptedMailSurvivesReopeningWithEverythingAboutIt() throws Exception {
        Arrival arrival;
        String id;
        try (J journal = open()) {
            arrival = arrival(journal, "home", 7, "hello");
            Accepted accepted = journal.accept(arrival);
            assertThat(accepted.fresh()).isTrue();
            id = accepted.itemId();
        }
        assertThat(id).matches("[0-9a-z-]{1,40}");
        try (J journal = open()) {
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.INGESTED);
            assertThat(item.account()).isEqualTo("home");
            assertThat(item.arrival()).contains(arrival);
            assertThat(item.outbound()).isEmpty();
            assertThat(item.admitted()).isEmpty();
            assertThat(item.attempts()).isZero();
            assertThat(text(journal, item.arrival().orElseThrow().spooled().ref()))
                    .isEqualTo("hello");
        }
    }

    @Test
    default void aMailIsTakenInOnceByItsKey() throws Exception {
        try (J journal = open()) {
            Arrival arrival = arrival(journal, "home", 7, "hello");
            String id = journal.accept(arrival).itemId();
            assertThat(journal.accept(arrival)).isEqualTo(new Accepted(id, false));
            assertThat(journal.accept(arrival(journal, "home", 7, "other bytes, same place")))
                    .isEqualTo(new Accepted(id, false));
            assertThat(journal.find(Filter.newest(10))).hasSize(1);
            assertThat(text(journal, arrival.spooled().ref())).isEqualTo("hello");
        }
    }

    @Test
    default void aMailIsTakenInOnceByItsBytesAfterTheFolderWasNumberedAnew() throws Exception {
        try (J journal = open()) {
            String id = journal.accept(arrival(journal, "home", 7, "hello")).itemId();
            Spooled again = journal.spool(bytes("hello"), 100);
            assertThat(journal.accept(new Arrival("home", "INBOX", 2, 1, again, Instant.EPOCH)))
                    .isEqualTo(new Accepted(id, false));
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 2, 1));
            assertThat(journal.accept(arrival(journal, "work", 7, "hello")).fresh())
                    .as("the same bytes in another account are another mail")
                    .isTrue();
        }
    }

    @Test
    default void acceptingTakesTheCursorAlongAndNeverBack() throws Exception {
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).isEmpty();
            Arrival seventh = arrival(journal, "home", 7, "seven");
            journal.accept(seventh);
            journal.accept(arrival(journal, "home", 9, "nine"));
            journal.accept(seventh);
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 1, 9));
            assertThat(journal.cursor("home", "Archive")).isEmpty();
        }
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 1, 9));
        }
    }

    @Test
    default void theCursorCanBeSetAlone() throws Exception {
        try (J journal = open()) {
            journal.moveCursor(new Cursor("home", "INBOX", 5, 100));
            journal.moveCursor(new Cursor("home", "INBOX", 5, 40));
        }
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 5, 40));
            assertThat(journal.find(Filter.newest(10))).isEmpty();
        }
    }

    @Test
    default void anArrivalWhoseBytesAreGoneIsRefusedWhole() throws Exception {
        try (J journal = open()) {
            Spooled never = new Spooled("nothing-here", "00", 5);
            assertThatThrownBy(() -> journal.accept(new Arrival("home", "INBOX", 1, 3, never, Instant.EPOCH)))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.cursor("home", "INBOX")).isEmpty();
            assertThat(journal.find(Filter.newest(10))).isEmpty();
        }
    }

    @Test
    default void aMailOfOurOwnIsSubmittedOnceByItsKey() throws Exception {
        Outbound alert = new Outbound("alert-1", "", "", "me@example.org", "Disk", "It is **full**.");
        String id;
        try (J journal = open()) {
            id = journal.submit(alert);
            assertThat(journal.submit(alert)).isEqualTo(id);
            assertThat(journal.submit(new Outbound("alert-1", "home", "", "x@example.org", "Other", "Other")))
                    .isEqualTo(id);
        }
        try (J journal = open()) {
            assertThat(journal.submit(alert)).isEqualTo(id);
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.ANSWERED);
            assertThat(item.outbound()).contains(alert);
            assertThat(item.arrival()).isEmpty();
            assertThat(item.answered().orElseThrow().markdown()).isEqualTo("It is **full**.");
            assertThat(journal.find(Filter.newest(10))).hasSize(1);
        }
    }

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

    // ---- steps

    @Test
    default void theWholeWayIsStoredAndSurvivesReopening() throws Exception {
        String id;
        Step.Admitted admitted = admitted("a@x", "thread");
        Step.Answered answered = answered(new MemoryEvent("strange-memory.observation", Map.of("content", "ü")));
        Step.Ready ready;
        try (J journal = open()) {
            id = accept(journal, "hello");
            journal.advance(leaseItem(journal, Stage.INGESTED, id), admitted);
            journal.advance(leaseItem(journal, Stage.ADMITTED, id), answered);
            ready = ready(journal, "reply");
            journal.advance(leaseItem(journal, Stage.ANSWERED, id), ready);
            journal.advance(leaseItem(journal, Stage.READY, id), new Step.Sending());
            journal.advance(leaseItem(journal, Stage.SENDING, id), new Step.Sent("250 ok"));
            journal.advance(leaseItem(journal, Stage.SENT, id), new Step.Marked("$Answered"));
        }
        try (J journal = open()) {
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.MARKED);
            assertThat(item.admitted()).contains(admitted);
            assertThat(item.answered()).contains(answered);
            assertThat(item.ready()).contains(ready);
            assertThat(text(journal, ready.reply().ref())).isEqualTo("reply");
            List<Transition> history = journal.history(id);
            assertThat(history)
                    .extracting(Transition::stage)
                    .containsExactly(
                            Stage.INGESTED,
                            Stage.ADMITTED,
                            Stage.ANSWERED,
                            Stage.READY,
                            Stage.SENDING,
                            Stage.SENT,
                            Stage.MARKED);
            assertThat(history)
                    .extracting(Transition::worker)
                    .containsExactly("", WORKER, WORKER, WORKER, WORKER, WORKER, WORKER);
            assertThat(history.get(1).note()).isEqualTo(admitted.verdict());
            assertThat(history.get(5).note()).isEqualTo("250 ok");
        }
    }

    @Test
    default void anAdvanceEndsTheLease() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            Lease lease = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.advance(lease, admitted("a@x", "t"));
            assertThatThrownBy(() -> journal.advance(lease, answered())).isInstanceOf(LeaseLost.class);
            assertThat(journal.lease(Stage.ADMITTED, "other", LONG)).isPresent();
        }
    }

    @Test
    default void anItemCanBeHeldForTheNextStep() throws Exception {
        try (J journal = open()) {
            String id = at(journal, Stage.READY, "a", "a@x", "t");
            Lease lease = leaseItem(journal, Stage.READY, id);
            Lease sending = journal.advanceAndHold(lease, new Step.Sending(), LONG);
            assertThat(sending.item().stage()).isEqualTo(Stage.SENDING);
            assertThat(sending.fence()).isGreaterThan(lease.fence());
            assertThat(sending.worker()).isEqualTo(WORKER);
            assertThat(journal.lease(Stage.SENDING, "other", LONG)).isEmpty();
            assertThatThrownBy(() -> journal.advance(lease, new Step.Sent("250")))
                    .isInstanceOf(LeaseLost.class);
            journal.advance(sending, new Step.Sent("250"));
            assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.SENT);
        }
    }

    @Test
    default void aStepFromAnotherStageIsIllegalAndChangesNothing() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            Lease lease = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            for (Step step : List.of(
                    answered(),
                    new Step.Sending(),
                    new Step.Sent("250"),
                    new Step.NotSent("no"),
                    new Step.Marked("$Answered"))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> journal.advance(lease, step))
                        .withMessageContaining("INGESTED");
            }
            assertThat(journal.find(id)).contains(lease.item());
            journal.advance(lease, admitted("a@x", "t"));
        }
    }

    @Test
    default void aReplyThatWasNotTakenGoesBackWithTheSameBytes() throws Exception {
        try (J journal = open()) {
            String id = at(journal, Stage.SENDING, "a", "a@x", "t");
            journal.advance(leaseItem(journal, Stage.SENDING, id), new Step.NotSent("421 later"));
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.READY);
            assertThat(item.ready()).isPresent();
            assertThat(item.reason()).isEqualTo("421 later");
            Lease again = leaseItem(journal, Stage.READY, id);
            journal.advance(again, new Step.Sending());
        }
    }

    @Test
    default void afterAFailureNobodyGetsTheItemForAWhile() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            Lease first = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            journal.retryLater(first, LONG, "no network");
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG)).isEmpty();
            Item item = journal.find(id).orElseThrow();
            assertThat(item.attempts()).isEqualTo(1);
            assertThat(item.reason()).isEqualTo("no network");
            assertThat(item.stage()).isEqualTo(Stage.INGESTED);
            assertThatThrownBy(() -> journal.advance(first, admitted("a@x", "t")))
                    .isInstanceOf(LeaseLost.class);
        }
        try (J journal = open()) {
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG))
                    .as("the wait goes on in the next process")
                    .isEmpty();
        }
    }

    @Test
    default void theItemComesAgainWhenItsWaitIsOver() throws Exception {
        try (J journal = open()) {
            accept(journal, "a");
            journal.retryLater(journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow(), SHORT, "once");
            Lease second = await().until(() -> journal.lease(Stage.INGESTED, WORKER, LONG), Optional::isPresent)
                    .orElseThrow();
            assertThat(second.item().attempts()).isEqualTo(1);
            journal.retryLater(second, Duration.ZERO, "twice");
            Lease third = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            assertThat(third.item().attempts()).isEqualTo(2);
            journal.advance(third, admitted("a@x", "t"));
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG)
                            .orElseThrow()
                            .item()
                            .attempts())
                    .as("attempts are counted per stage")
                    .isZero();
        }
    }

    @Test
    default void failedSendingsAreCountedOnTheWayToAndFro() throws Exception {
        try (J journal = open()) {
            String id = at(journal, Stage.READY, "a", "a@x", "t");
            for (int i = 0; i < 2; i++) {
                Lease sending = journal.advanceAndHold(leaseItem(journal, Stage.READY, id), new Step.Sending(), LONG);
                Lease back = journal.advanceAndHold(sending, new Step.NotSent("451"), LONG);
                journal.retryLater(back, Duration.ZERO, "451");
            }
            assertThat(journal.find(id).orElseThrow().attempts()).isEqualTo(2);
        }
    }

    @Test
    default void aRejectedItemIsAtItsEnd() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            journal.reject(journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow(), "not on the list");
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.REJECTED);
            assertThat(item.reason()).isEqualTo("not on the list");
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG)).isEmpty();
            assertThat(journal.retry(id)).isFalse();
        }
    }

    @Test
    default void aParkedItemWaitsForAPersonAndGoesOnFromWhereItWas() throws Exception {
        String id;
        try (J journal = open()) {
            id = at(journal, Stage.ADMITTED, "a", "a@x", "t");
            Lease lease = leaseItem(journal, Stage.ADMITTED, id);
            journal.park(lease, "thought three times in vain");
            assertThat(journal.find(id).orElseThrow().reason()).isEqualTo("thought three times in vain");
        }
        try (J journal = open()) {
            assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.PARKED);
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG)).isEmpty();
            assertThat(journal.retry(id)).isTrue();
            assertThat(journal.retry(id)).isFalse();
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.ADMITTED);
            assertThat(item.attempts()).isZero();
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG)).isPresent();
            assertThat(journal.history(id))
                    .extracting(Transition::stage)
                    .containsExactly(Stage.INGESTED, Stage.ADMITTED, Stage.PARKED, Stage.ADMITTED);
        }
    }

    // ---- memories

    @Test
    default void memoryEventsArePendingUntilAppliedAndSurviveReopening() throws Exception {
        MemoryEvent one = new MemoryEvent("strange-memory.observation", Map.of("content", "one", "context", "ctx"));
        MemoryEvent two = new MemoryEvent("deep-memory.turn", Map.of());
        String id;
        try (J journal = open()) {
            id = at(journal, Stage.ADMITTED, "a", "a@x", "t");
            assertThat(journal.pendingEvents(10)).isEmpty();
            journal.advance(leaseItem(journal, Stage.ADMITTED, id), answered(one, two));
        }
        try (J journal = open()) {
            List<PendingEvent> events = journal.pendingEvents(10);
            assertThat(events).extracting(PendingEvent::event).containsExactly(one, two);
            assertThat(events).extracting(PendingEvent::itemId).containsOnly(id);
            assertThat(events).extracting(PendingEvent::id).containsExactly(id + "/0", id + "/1");
            assertThat(journal.pendingEvents(1)).containsExactly(events.get(0));
            assertThat(journal.stats().pendingEvents()).isEqualTo(2);
            journal.eventApplied(events.get(0).id());
            journal.eventApplied(events.get(0).id());
            assertThat(journal.pendingEvents(10)).containsExactly(events.get(1));
            assertThat(journal.stats().pendingEvents()).isEqualTo(1);
            assertThat(journal.find(id).orElseThrow().answered().orElseThrow().events())
                    .containsExactly(one, two);
        }
    }

    @Test
    default void anEventThatFailedIsDueAgainLater() throws Exception {
        try (J journal = open()) {
            String id = at(journal, Stage.ADMITTED, "a", "a@x", "t");
            journal.advance(
                    leaseItem(journal, Stage.ADMITTED, id),
                    answered(new MemoryEvent("k", Map.of()), new MemoryEvent("l", Map.of())));
            journal.eventFailed(id + "/0", SHORT, "no room");
            journal.eventFailed(id + "/1", LONG, "no room");
            PendingEvent again = await().until(() -> journal.pendingEvents(10), events -> !events.isEmpty())
                    .get(0);
            assertThat(again.id()).isEqualTo(id + "/0");
            assertThat(again.attempts()).isEqualTo(1);
            assertThat(journal.pendingEvents(10)).containsExactly(again);
            assertThat(journal.stats().pendingEvents()).isEqualTo(2);
        }
    }

    @Test
    default void anUnknownEventIsNobodysTrouble() throws Exception {
        try (J journal = open()) {
            for (String id : List.of("", "nonsense", "x/0", "x/y", "/0")) {
                journal.eventApplied(id);
                journal.eventFailed(id, SHORT, "why");
            }
            assertThat(journal.stats().pendingEvents()).isZero();
        }
    }

    // ---- looking

    @Test
    default void itemsAreListedOldestFirstAndTheNewestWhenThereAreMore() throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.ADMITTED, "1", "a@x", "t1");
            String second = at(journal, Stage.ADMITTED, "2", "b@x", "t2");
            String third = accept(journal, "3");
            assertThat(ids(journal, Filter.newest(10))).containsExactly(first, second, third);
            assertThat(ids(journal, Filter.newest(2))).containsExactly(second, third);
            assertThat(ids(journal, Filter.in(Set.of(Stage.ADMITTED), 10))).containsExactly(first, second);
            assertThat(ids(journal, Filter.in(Set.of(Stage.ADMITTED), 1))).containsExactly(second);
            assertThat(ids(journal, Filter.in(Set.of(Stage.ADMITTED, Stage.INGESTED), 10)))
                    .containsExactly(first, second, third);
            assertThat(ids(journal, new Filter(Set.of(), Optional.of("t1"), Optional.empty(), 10)))
                    .containsExactly(first);
            assertThat(ids(journal, new Filter(Set.of(), Optional.empty(), Optional.of("b@x"), 10)))
                    .containsExactly(second);
            assertThat(ids(journal, new Filter(Set.of(Stage.SENT), Optional.of("t1"), Optional.of("a@x"), 10)))
                    .isEmpty();
        }
    }

    @Test
    default void whatIsUnknownIsEmpty() throws Exception {
        try (J journal = open()) {
            assertThat(journal.find("nobody")).isEmpty();
            assertThat(journal.history("nobody")).isEmpty();
            assertThat(journal.retry("nobody")).isFalse();
            assertThat(journal.pendingEvents(10)).isEmpty();
        }
    }

    @Test
    default void theJournalCountsItself() throws Exception {
        String oldest;
        try (J journal = open()) {
            JournalStats empty = journal.stats();
            assertThat(empty.items()).isEmpty();
            assertThat(empty.oldestWaiting()).isEmpty();
            String done = accept(journal, "done");
            oldest = accept(journal, "waiting");
            accept(journal, "waiting too");
            journal.reject(leaseItem(journal, Stage.INGESTED, done), "no");
        }
        try (J journal = open()) {
            JournalStats stats = journal.stats();
            assertThat(stats.items()).isEqualTo(Map.of(Stage.INGESTED, 2L, Stage.REJECTED, 1L));
            assertThat(stats.oldestWaiting())
                    .contains(journal.find(oldest).orElseThrow().createdAt());
            assertThat(stats.bytes()).isPositive();
        }
    }

    // ---- helpers for these tests

    /** A deed without a result. */
    @FunctionalInterface
    interface Deed {
        void run() throws Exception;
    }

    private static Callable<?> deed(Deed deed) {
        return () -> {
            deed.run();
            return null;
        };
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String text(Journal journal, String ref) throws IOException {
        try (InputStream in = journal.read(ref)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Arrival arrival(Journal journal, String account, long uid, String text) throws IOException {
        return new Arrival(
                account, "INBOX", 1, uid, journal.spool(bytes(text), 1_000), Instant.parse("2026-05-04T03:02:01Z"));
    }

    /** Takes in a mail whose text no other has. */
    private static String accept(Journal journal, String text) throws IOException {
        long uid = journal.cursor("home", "INBOX").map(Cursor::lastUid).orElse(0L) + 1;
        return journal.accept(arrival(journal, "home", uid, text)).itemId();
    }

    private static Step.Admitted admitted(String sender, String thread) {
        return new Step.Admitted(
                sender,
                "ask",
                "all",
                thread,
                "<m@x>",
                List.of("<r1@x>", "<r2@x>"),
                "Überschrift",
                "the text",
                "> quoted",
                List.of(),
                "dkim=pass");
    }

    private static Step.Answered answered(MemoryEvent... events) {
        return new Step.Answered("**yes**", "extractive", "{\"a\":1}", List.of(events));
    }

    private static Step.Ready ready(Journal journal, String reply) throws IOException {
        return new Step.Ready(journal.spool(bytes(reply), 1_000), "<reply@x>", "a@x");
    }

    /** Takes in a mail and brings it to a stage. */
    private static String at(Journal journal, Stage stage, String text, String sender, String thread)
            throws IOException {
        String id = accept(journal, text);
        bringFresh(journal, id, sender, thread);
        bring(journal, id, stage);
        return id;
    }

    private static void bringFresh(Journal journal, String id, String sender, String thread) {
        journal.advance(leaseItem(journal, Stage.INGESTED, id), admitted(sender, thread));
    }

    private static void bring(Journal journal, String id, Stage stage) throws IOException {
        while (true) {
            Stage now = journal.find(id).orElseThrow().stage();
            if (now == stage) {
                return;
            }
            Step next =
                    switch (now) {
                        case ADMITTED -> answered();
                        case ANSWERED -> ready(journal, "reply to " + id);
                        case READY -> new Step.Sending();
                        case SENDING -> new Step.Sent("250");
                        default -> throw new IllegalStateException("cannot bring " + id + " from " + now);
                    };
            journal.advance(leaseItem(journal, now, id), next);
        }
    }

    /** Leases one certain item; the others that came before it are given back. */
    private static Lease leaseItem(Journal journal, Stage stage, String id) {
        List<Lease> others = new ArrayList<>();
        try {
            while (true) {
                Lease lease = journal.lease(stage, WORKER, LONG)
                        .orElseThrow(() -> new AssertionError("item " + id + " cannot be had in " + stage));
                if (lease.item().id().equals(id)) {
                    return lease;
                }
                others.add(lease);
            }
        } finally {
            others.forEach(journal::release);
        }
    }

    /** Leases all there is as worker {@code drain}. */
    private static List<String> drain(Journal journal, Stage stage) {
        List<String> ids = new ArrayList<>();
        for (Optional<Lease> lease = journal.lease(stage, "drain", LONG);
                lease.isPresent();
                lease = journal.lease(stage, "drain", LONG)) {
            ids.add(lease.get().item().id());
        }
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }

    private static List<String> ids(Journal journal, Filter filter) {
        return journal.find(filter).stream().map(Item::id).toList();
    }
}
