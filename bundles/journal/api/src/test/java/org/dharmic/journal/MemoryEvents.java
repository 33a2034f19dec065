package org.dharmic.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the memories shall still learn, in {@link MemoryJournal}, whose lock guards it. */
final class MemoryEvents {

    /** An event with its wait. */
    private static final class Waiting {
        PendingEvent event;
        long due = System.nanoTime();

        Waiting(PendingEvent event) {
            this.event = event;
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();

    void add(String itemId, List<MemoryEvent> events) {
        for (int n = 0; n < events.size(); n++) {
            add(new PendingEvent(itemId + "/" + n, itemId, events.get(n), Instant.now(), 0));
        }
    }

    void add(PendingEvent event) {
        waiting.add(new Waiting(event));
    }

    List<PendingEvent> due(int limit) {
        return waiting.stream()
                .filter(each -> each.due - System.nanoTime() <= 0)
                .map(each -> each.event)
                .limit(limit)
                .toList();
    }

    void applied(String eventId) {
        waiting.removeIf(each -> each.event.id().equals(eventId));
    }

    void failed(String eventId, Duration after) {
        for (Waiting each : waiting) {
            PendingEvent old = each.event;
            if (old.id().equals(eventId)) {
                each.event = new PendingEvent(old.id(), old.itemId(), old.event(), old.at(), old.attempts() + 1);
                each.due = System.nanoTime() + after.toNanos();
            }
        }
    }

    int count() {
        return waiting.size();
    }

    void passTime() {
        waiting.forEach(each -> each.due = System.nanoTime());
    }
}
