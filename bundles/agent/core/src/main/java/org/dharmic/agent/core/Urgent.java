package org.dharmic.agent.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.executor.Deadline;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;

/**
 * Finds the commands among the mails that wait, for the time when no question is taken up: because the agent pauses, or
 * because all it may have in hand hangs. The journal hands out items in its own order, so others are passed over by taking
 * and giving them back, which changes nothing about them. For one thread.
 */
final class Urgent {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** A command that cannot be had, because an earlier mail of its conversation waits, is not looked for again so soon. */
    private static final Duration IN_VAIN = Duration.ofMinutes(1);

    private static final int LOOKED_AT = 20;
    private static final int PASSED_OVER = 200;
    /** Items that are passed over are in the heap with their texts until all are given back. */
    private static final long CHARS_PASSED_OVER = 4_000_000;

    private final Neighbours neighbours;
    private final Predicate<Item> isCommand;
    private final Map<String, Deadline> inVain = new HashMap<>();
    private Deadline next = Deadline.in(Duration.ZERO);

    Urgent(Neighbours neighbours, Predicate<Item> isCommand) {
        this.neighbours = neighbours;
        this.isCommand = isCommand;
    }

    /**
     * Takes commands that wait.
     *
     * @param most how many
     * @param inHand ids of items that somebody works on
     */
    List<Lease> take(int most, Set<String> inHand, Duration ttl) {
        if (most < 1 || !next.isOver()) {
            return List.of();
        }
        next = Deadline.in(BETWEEN_LOOKS);
        inVain.values().removeIf(Deadline::isOver);
        return neighbours.now(neighbours.journal(), "the journal", journal -> take(journal, most, inHand, ttl));
    }

    private List<Lease> take(Journal journal, int most, Set<String> inHand, Duration ttl) {
        Set<String> wanted = journal.find(Filter.in(Set.of(Stage.ADMITTED), LOOKED_AT)).stream()
                .filter(isCommand)
                .map(Item::id)
                .filter(id -> !inHand.contains(id) && !inVain.containsKey(id))
                .collect(Collectors.toSet());
        List<Lease> taken = new ArrayList<>();
        List<Lease> others = new ArrayList<>();
        try {
            long chars = 0;
            while (!wanted.isEmpty()
                    && taken.size() < most
                    && others.size() < PASSED_OVER
                    && chars < CHARS_PASSED_OVER) {
                Optional<Lease> lease = journal.lease(Stage.ADMITTED, MailWork.WORKER, ttl);
                if (lease.isEmpty()) {
                    break;
                }
                wanted.remove(lease.get().item().id());
                (isCommand.test(lease.get().item()) ? taken : others).add(lease.get());
                chars += lease.get()
                        .item()
                        .admitted()
                        .map(each -> each.text().length() + each.quoted().length())
                        .orElse(0);
            }
        } finally {
            others.forEach(journal::release);
        }
        if (taken.size() < most) {
            wanted.forEach(id -> inVain.put(id, Deadline.in(IN_VAIN)));
        }
        return taken;
    }
}
