package org.dharmic.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.dharmic.journal.JournalHands.LONG;
import static org.dharmic.journal.JournalHands.SHORT;
import static org.dharmic.journal.JournalHands.WORKER;
import static org.dharmic.journal.JournalHands.accept;
import static org.dharmic.journal.JournalHands.admitted;
import static org.dharmic.journal.JournalHands.answered;
import static org.dharmic.journal.JournalHands.at;
import static org.dharmic.journal.JournalHands.leaseItem;
import static org.dharmic.journal.JournalHands.ready;
import static org.dharmic.journal.JournalHands.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every journal promises about the steps of an item. */
public interface JournalStepsContract<J extends Journal & AutoCloseable> extends JournalTested<J> {

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
    default void severalStepsAreStoredAndEachStandsForItself() throws Exception {
        List<String> ids;
        try (J journal = open()) {
            ids = List.of(accept(journal, "a"), accept(journal, "b"), accept(journal, "c"), accept(journal, "d"));
            List<Lease> leases = journal.leaseFor("home", Stage.INGESTED, WORKER, LONG, 9);
            journal.park(ids.get(1), "a person's decision");
            Map<Lease, Step> steps = new LinkedHashMap<>();
            leases.forEach(
                    lease -> steps.put(lease, admitted("a@x", "t" + lease.item().id())));
            assertThat(journal.advance(steps)).containsExactly(leases.get(1));

            Map<Lease, Step> more = new LinkedHashMap<>();
            List<Lease> next = journal.leaseFor("home", Stage.ADMITTED, WORKER, LONG, 9);
            more.put(next.get(0), new Step.Sending());
            more.put(next.get(1), answered());
            assertThatIllegalStateException()
                    .isThrownBy(() -> journal.advance(more))
                    .withMessageContaining("ADMITTED");
        }
        try (J journal = open()) {
            assertThat(ids)
                    .extracting(id -> journal.find(id).orElseThrow().stage())
                    .containsExactly(Stage.ADMITTED, Stage.PARKED, Stage.ANSWERED, Stage.ADMITTED);
        }
    }

    @Test
    default void severalItemsCanBeHeldForTheNextStep() throws Exception {
        try (J journal = open()) {
            String first = at(journal, Stage.READY, "a", "a@x", "t1");
            String lost = at(journal, Stage.READY, "b", "a@x", "t2");
            String last = at(journal, Stage.READY, "c", "a@x", "t3");
            List<Lease> leases = journal.leaseFor("home", Stage.READY, WORKER, LONG, 9);
            journal.park(lost, "a person's decision");

            List<Lease> held = journal.advanceAndHold(leases, new Step.Sending(), LONG);
            assertThat(held).extracting(each -> each.item().id()).containsExactly(first, last);
            assertThat(held).extracting(each -> each.item().stage()).containsOnly(Stage.SENDING);
            assertThat(journal.lease(Stage.SENDING, "other", LONG)).isEmpty();
            held.forEach(lease -> journal.advance(lease, new Step.Sent("250")));
            assertThat(journal.find(last).orElseThrow().stage()).isEqualTo(Stage.SENT);
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
}
