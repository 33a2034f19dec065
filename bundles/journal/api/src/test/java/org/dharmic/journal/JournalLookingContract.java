package org.dharmic.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dharmic.journal.JournalHands.LONG;
import static org.dharmic.journal.JournalHands.SHORT;
import static org.dharmic.journal.JournalHands.accept;
import static org.dharmic.journal.JournalHands.answered;
import static org.dharmic.journal.JournalHands.at;
import static org.dharmic.journal.JournalHands.ids;
import static org.dharmic.journal.JournalHands.leaseItem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every journal promises to the memories, and to those who look. */
public interface JournalLookingContract<J extends Journal & AutoCloseable> extends JournalTested<J> {

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
    default void eventsAreCrossedOffInOneGoWhoeverElseIsAmongThem() throws Exception {
        String id;
        try (J journal = open()) {
            id = at(journal, Stage.ADMITTED, "a", "a@x", "t");
            MemoryEvent event = new MemoryEvent("k", Map.of());
            journal.advance(leaseItem(journal, Stage.ADMITTED, id), answered(event, event, event, event));
            journal.eventsApplied(List.of());
            assertThat(journal.stats().pendingEvents()).isEqualTo(4);
            journal.eventApplied(id + "/0");
            journal.eventsApplied(List.of(id + "/0", "nonsense", id + "/1", id + "/9", id + "/3", id + "/1"));
            assertThat(journal.stats().pendingEvents()).isEqualTo(1);
        }
        try (J journal = open()) {
            assertThat(journal.pendingEvents(10)).extracting(PendingEvent::id).containsExactly(id + "/2");
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
            assertThat(ids(journal, Filter.oldestIn(Set.of(Stage.ADMITTED), 1))).containsExactly(first);
            assertThat(ids(journal, Filter.oldestIn(Set.of(), 2))).containsExactly(first, second);
            assertThat(ids(journal, new Filter(Set.of(), Optional.empty(), Optional.of("b@x"), 1, true)))
                    .containsExactly(second);
            assertThat(ids(journal, new Filter(Set.of(), Optional.of("t1"), Optional.empty(), 1, true)))
                    .containsExactly(first);
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
}
