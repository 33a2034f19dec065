package org.dharmic.deepmemory.sqlite;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.deepmemory.Fact;
import org.dharmic.deepmemory.Identity;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.Turn;

/**
 * What the memory has to say to an inquiry: who the agent is, the conversation so far, facts that fit the question, the
 * newest facts, what late conversations came to. Facts and summaries are the owner's: who may see a part of the vault only
 * gets none of them.
 */
final class MemoryContext {

    static final String NAME = "deep-memory";

    private static final String UNLIMITED = "all";
    private static final int MILESTONES = 5;
    private static final int TURNS = 8;
    private static final int TURN_CHARS = 800;
    private static final int RELEVANT = 5;
    private static final int NEWEST = 3;
    private static final int SUMMARIES = 3;
    private static final int SUMMARY_CHARS = 300;
    /** A piece cut shorter than this says nothing any more. */
    private static final int WORTH_SHOWING = 40;

    private final DeepMemory memory;

    MemoryContext(DeepMemory memory) {
        this.memory = memory;
    }

    List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        boolean unlimited = inquiry.scope().equals(UNLIMITED);
        Budget budget = new Budget(maxChars);
        memory.identity().ifPresent(identity -> budget.add(identity(identity, unlimited), maxChars / 4));
        budget.add(turns(memory.turns(inquiry.thread(), TURNS)), maxChars / 3);
        if (unlimited) {
            for (ContextBlock fact : facts(inquiry)) {
                budget.add(Optional.of(fact), maxChars / 4);
            }
            for (Summary summary : memory.summaries(SUMMARIES)) {
                budget.add(Optional.of(summary(summary)), SUMMARY_CHARS);
            }
        }
        return budget.blocks;
    }

    /** Takes blocks in as long as there is room; one that is too long loses its end. */
    private static final class Budget {
        final List<ContextBlock> blocks = new ArrayList<>();
        int left;

        Budget(int chars) {
            left = chars;
        }

        void add(Optional<ContextBlock> block, int most) {
            int room = Math.min(left, most);
            if (block.isEmpty() || room < WORTH_SHOWING) {
                return;
            }
            ContextBlock each = block.get();
            String text = cut(each.text(), room);
            left -= text.length();
            blocks.add(new ContextBlock(each.source(), each.locator(), each.title(), text, each.score(), each.trust()));
        }
    }

    private static Optional<ContextBlock> identity(Identity identity, boolean unlimited) {
        StringBuilder text = new StringBuilder();
        if (!identity.name().isBlank()) {
            text.append("Name: ").append(identity.name()).append('\n');
        }
        if (!identity.traits().isEmpty()) {
            text.append("Core traits: ")
                    .append(String.join(", ", identity.traits()))
                    .append('\n');
        }
        List<String> milestones = identity.milestones();
        if (unlimited && !milestones.isEmpty()) {
            text.append("Latest milestones:\n");
            milestones
                    .subList(Math.max(0, milestones.size() - MILESTONES), milestones.size())
                    .forEach(milestone -> text.append("- ").append(milestone).append('\n'));
        }
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(block("identity", "Who you are", text.toString().strip(), 0, Trust.ORIENTATION));
    }

    /** The newest turns matter most, so the oldest are dropped first. */
    private static Optional<ContextBlock> turns(List<Turn> turns) {
        if (turns.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            text.append(turn.role()).append(", ").append(day(turn.at())).append(": ");
            text.append(cut(turn.text(), TURN_CHARS)).append('\n');
        }
        return Optional.of(block(
                "thread",
                "This conversation so far, newest first",
                text.toString().strip(),
                0,
                Trust.MEMORY));
    }

    /** Fitting ones first, with a score by rank; then the newest that are not among them. */
    private List<ContextBlock> facts(Inquiry inquiry) {
        Map<String, ContextBlock> blocks = new LinkedHashMap<>();
        List<Fact> fitting = memory.search(inquiry.subject() + " " + inquiry.text(), RELEVANT);
        for (int i = 0; i < fitting.size(); i++) {
            blocks.put(fitting.get(i).id(), fact(fitting.get(i), 1.0 / (1 + i)));
        }
        for (Fact fact : memory.recent(NEWEST)) {
            blocks.putIfAbsent(fact.id(), fact(fact, 0));
        }
        return List.copyOf(blocks.values());
    }

    private static ContextBlock fact(Fact fact, double score) {
        return block("fact/" + fact.id(), "Remembered on " + day(fact.updatedAt()), fact.text(), score, Trust.MEMORY);
    }

    private static ContextBlock summary(Summary summary) {
        return block(
                "summary/" + summary.session(),
                "An earlier conversation, " + day(summary.at()),
                summary.text(),
                0,
                Trust.MEMORY);
    }

    private static ContextBlock block(String locator, String title, String text, double score, Trust trust) {
        return new ContextBlock(NAME, locator, title, text, score, trust);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** At most so many characters, never half of a surrogate pair. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
