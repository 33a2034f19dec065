package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.agent.core.memory.EventApplier;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.deepmemory.Turn;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.strangememory.Layer;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.Test;

/** What several answers have to teach, learned in one go. */
class LearningTogetherTest {

    private final AgentJournal journal = new AgentJournal();
    private final Neighbours neighbours = new Neighbours();
    private final EventApplier applier = new EventApplier(neighbours, new Meters());
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** Refuses a text, and whatever comes together with it. */
    private final class Memories extends Fakes.Memories {
        @Override
        public void appendAll(Layer layer, Map<String, Map<String, Object>> entries) {
            calls.add(layer.fileName() + " " + List.copyOf(entries.keySet()));
            if (entries.values().stream().anyMatch(each -> "bad".equals(each.get("content")))) {
                throw new IllegalArgumentException("not this");
            }
            super.appendAll(layer, entries);
        }

        @Override
        public boolean append(Layer layer, String key, Map<String, Object> fields) {
            if ("bad".equals(fields.get("content"))) {
                throw new IllegalArgumentException("not this");
            }
            return super.append(layer, key, fields);
        }

        @Override
        public void addTurns(Map<String, Turn> turns) {
            calls.add("turns " + List.copyOf(turns.keySet()));
            super.addTurns(turns);
        }
    }

    private final Memories memories = new Memories();

    private void answered(String id, MemoryEvent... events) {
        journal.admit(id, "ask", "t-" + id, "", "?");
        journal.advance(
                journal.lease(Stage.ADMITTED, "test", Duration.ofMinutes(1)).orElseThrow(),
                new Step.Answered("!", "test", "{}", List.of(events)));
    }

    private static MemoryEvent observed(String content) {
        return new MemoryEvent("strange-memory.append", Map.of("layer", "observations", "content", content));
    }

    private static MemoryEvent said(String text) {
        return new MemoryEvent("deep-memory.turn", Map.of("session", "s", "role", "user", "text", text));
    }

    private void learn() {
        neighbours.journal().arrived(journal);
        neighbours.strangeMemory().arrived(memories);
        neighbours.deepMemory().arrived(memories);
        applier.applyAllDue(new Gate("test"));
    }

    @Test
    void whatGoesToOneMemoryGoesThereTogether() {
        answered("m1", observed("a"), said("b"));
        answered("m2", observed("c"), said("d"));

        learn();

        assertThat(calls).containsExactly("observations [m1/0, m2/0]", "turns [m1/1, m2/1]");
        assertThat(journal.pendingEvents(9)).isEmpty();
        assertThat(journal.crossedOff).containsExactly(List.of("m1/0", "m2/0", "m1/1", "m2/1"));
    }

    @Test
    void oneThatCannotBeLearnedKeepsNoneOfTheOthersBack() {
        answered("m1", observed("a"));
        answered("m2", observed("bad"));
        answered("m3", observed("c"));

        learn();

        assertThat(memories.appended).containsOnlyKeys("observations m1/0", "observations m3/0");
        assertThat(journal.eventFailures).hasSize(1);
        assertThat(journal.crossedOff.get(0)).containsExactly("m1/0", "m3/0");
    }
}
