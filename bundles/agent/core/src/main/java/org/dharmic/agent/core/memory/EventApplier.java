package org.dharmic.agent.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.deepmemory.Turn;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.PendingEvent;
import org.dharmic.strangememory.Layer;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies memory events. The memories know an event by its id, so applying some twice, after a crash between taking effect
 * and being crossed off, changes nothing.
 */
public final class EventApplier {

    private static final Logger LOG = LoggerFactory.getLogger(EventApplier.class);

    private static final String STRANGE_MEMORY = "the strange memory";
    private static final String DEEP_MEMORY = "the deep memory";
    private static final int BATCH = 50;
    /** Whoever waits for a memory looks this often whether to stop. */
    private static final Duration LOOK = Duration.ofMillis(25);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Neighbours neighbours;
    private final Meters meters;
    private volatile boolean stopped;

    public EventApplier(Neighbours neighbours, Meters meters) {
        this.neighbours = neighbours;
        this.meters = meters;
    }

    /** No further event is begun; whoever waits for a memory gives up. */
    public void stop() {
        stopped = true;
    }

    /** Applies what is due as long as there is a journal and nobody drains. */
    public void applyAllDue(Gate gate) {
        while (neighbours.journal().now().isPresent() && gate.enter()) {
            try {
                if (!applyDue()) {
                    return;
                }
            } finally {
                gate.leave();
            }
        }
    }

    /**
     * Applies what is due in the journal, and crosses off together what has taken effect. All events wait once for a memory
     * that is being exchanged: behind one that stays away, the others must not queue up. Returns true when there may be
     * more.
     */
    boolean applyDue() {
        List<PendingEvent> due =
                neighbours.now(neighbours.journal(), "the journal", journal -> journal.pendingEvents(BATCH));
        Wait wait = new Wait(Neighbours.WAIT);
        List<String> applied = new ArrayList<>();
        try {
            for (List<PendingEvent> group : together(due)) {
                if (stopped) {
                    return false;
                }
                apply(group, wait, applied);
            }
        } finally {
            crossOff(applied);
        }
        return due.size() == BATCH && !applied.isEmpty();
    }

    /** Those that one forced write takes to the disk, in their order; of what is in no group each is alone. */
    private static Collection<List<PendingEvent>> together(List<PendingEvent> due) {
        Map<String, List<PendingEvent>> groups = new LinkedHashMap<>();
        for (PendingEvent pending : due) {
            MemoryEvent event = pending.event();
            String where =
                    switch (event.kind()) {
                        case Learning.STRANGE_APPEND ->
                            event.kind() + " " + event.fields().get(Learning.LAYER);
                        case Learning.DEEP_TURN -> event.kind();
                        default -> pending.id();
                    };
            groups.computeIfAbsent(where, key -> new ArrayList<>()).add(pending);
        }
        return groups.values();
    }

    /** @param applied here go the ids of those that have taken effect */
    private void apply(List<PendingEvent> group, Wait wait, List<String> applied) {
        if (group.size() > 1 && appliedTogether(group, wait)) {
            group.forEach(pending -> applied.add(pending.id()));
            return;
        }
        for (PendingEvent pending : group) {
            if (!stopped && applied(pending, wait)) {
                applied.add(pending.id());
            }
        }
    }

    /** False when one of them spoiled it for all, or the memory did; which one shows when each is applied by itself. */
    private boolean appliedTogether(List<PendingEvent> group, Wait wait) {
        try {
            if (group.get(0).event().kind().equals(Learning.DEEP_TURN)) {
                Map<String, Turn> turns = new LinkedHashMap<>();
                group.forEach(pending -> turns.put(pending.id(), turn(pending.event(), pending.at())));
                wait.of(neighbours.deepMemory(), DEEP_MEMORY, memory -> {
                    memory.addTurns(turns);
                    return true;
                });
            } else {
                Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
                group.forEach(pending -> entries.put(pending.id(), fields(pending.event())));
                Layer layer = layer(group.get(0).event());
                wait.of(neighbours.strangeMemory(), STRANGE_MEMORY, memory -> {
                    memory.appendAll(layer, entries);
                    return true;
                });
            }
            return true;
        } catch (RuntimeException e) {
            LOG.debug("{} memory events cannot be applied together", group.size(), e);
            return false;
        }
    }

    private void crossOff(List<String> applied) {
        if (!applied.isEmpty()) {
            neighbours.now(neighbours.journal(), "the journal", journal -> {
                journal.eventsApplied(applied);
                return true;
            });
        }
    }

    private boolean applied(PendingEvent pending, Wait wait) {
        try {
            apply(pending.id(), pending.event(), pending.at(), wait);
            return true;
        } catch (RuntimeException e) {
            if (stopped && e instanceof Neighbours.Unavailable) {
                return false; // not its failure: the next agent applies it
            }
            meters.count("agent_failures_total", "what", "event");
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pending.attempts(), 10));
            String why = Text.first(Text.line(String.valueOf(e.getMessage())), 500);
            if (pending.attempts() == 0) {
                LOG.warn(
                        "Memory event {} ({}) has to wait: {}",
                        pending.id(),
                        pending.event().kind(),
                        why);
            }
            neighbours.now(neighbours.journal(), "the journal", journal -> {
                journal.eventFailed(pending.id(), pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause, why);
                return true;
            });
            return false;
        }
    }

    /**
     * Applies events that stand in no journal, each under {@code prefix} and its number.
     *
     * @param limit how long all of them together may wait for memories
     * @throws RuntimeException the first failure, after all have been tried: a kind is unknown, a field is missing, or a
     *     memory failed or is not there
     */
    public void apply(String prefix, List<MemoryEvent> events, Instant at, Duration limit) {
        Wait wait = new Wait(limit);
        RuntimeException failure = null;
        for (int number = 0; number < events.size(); number++) {
            try {
                apply(prefix + number, events.get(number), at, wait);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void apply(String id, MemoryEvent event, Instant at, Wait wait) {
        switch (event.kind()) {
            case Learning.STRANGE_APPEND -> {
                Layer layer = layer(event);
                Map<String, Object> fields = fields(event);
                wait.of(neighbours.strangeMemory(), STRANGE_MEMORY, memory -> memory.append(layer, id, fields));
            }
            case Learning.DEEP_TURN -> {
                Turn turn = turn(event, at);
                wait.of(neighbours.deepMemory(), DEEP_MEMORY, memory -> {
                    memory.addTurn(id, turn);
                    return true;
                });
            }
            case Learning.DEEP_FACT -> {
                List<String> topics = Arrays.stream(
                                event.fields().getOrDefault("topics", "").split(","))
                        .map(String::strip)
                        .filter(topic -> !topic.isEmpty())
                        .toList();
                String text = field(event, "text");
                wait.of(neighbours.deepMemory(), DEEP_MEMORY, memory -> memory.add(id, text, topics));
            }
            case Learning.DEEP_FORGET -> {
                String fact = field(event, "fact");
                wait.of(neighbours.deepMemory(), DEEP_MEMORY, memory -> memory.forget(fact));
            }
            default ->
                throw new IllegalArgumentException("nobody knows the memory event '" + event.kind()
                        + "'; it stays in the journal until a version that knows it runs");
        }
    }

    /** Waits for memories, for all of them together, and not at all once the applier stops. */
    private final class Wait {

        private final long deadline;

        Wait(Duration limit) {
            deadline = System.nanoTime() + limit.toNanos();
        }

        <T, R> R of(Available<T> memory, String what, Function<T, R> call) {
            while (memory.now().isEmpty() && !stopped && System.nanoTime() - deadline < 0) {
                memory.within(LOOK, Function.identity());
            }
            return neighbours.now(memory, what, call);
        }
    }

    private static Turn turn(MemoryEvent event, Instant at) {
        return new Turn(field(event, "session"), field(event, "role"), field(event, "text"), when(event, at));
    }

    private static Layer layer(MemoryEvent event) {
        return Layer.of(field(event, Learning.LAYER));
    }

    private static Map<String, Object> fields(MemoryEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        // A map out of the journal has no order of its own: first what the layer asks for, then the rest by name.
        layer(event).required().forEach(name -> fields.put(name, field(event, name)));
        event.fields().entrySet().stream()
                .filter(each -> !each.getKey().equals(Learning.LAYER))
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> put(fields, each.getKey(), each.getValue()));
        return fields;
    }

    @SuppressWarnings("unchecked") // the inner maps are made here alone
    private static void put(Map<String, Object> fields, String name, String value) {
        int inside = name.indexOf(Learning.INSIDE);
        if (inside < 0) {
            fields.putIfAbsent(name, value);
        } else {
            Map<String, Object> inner = (Map<String, Object>)
                    fields.computeIfAbsent(name.substring(0, inside), key -> new LinkedHashMap<String, Object>());
            inner.put(name.substring(inside + 1), value);
        }
    }

    private static String field(MemoryEvent event, String name) {
        String value = event.fields().get(name);
        if (value == null) {
            throw new IllegalArgumentException("a memory event " + event.kind() + " must have the field '" + name
                    + "', it has " + event.fields().keySet());
        }
        return value;
    }

    private static Instant when(MemoryEvent event, Instant otherwise) {
        try {
            String at = event.fields().get("at");
            return at == null ? otherwise : Instant.parse(at);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
