package org.dharmic.agent.core.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.deepmemory.Fact;

/**
 * {@code /remember} and {@code /forget}. Both need the right to write, and take effect with the answer: in one step with
 * it, through the journal. Whoever may see a part of the vault only may forget what they had kept themselves, and is shown
 * nothing else.
 */
final class FactCommands {

    private static final String DEEP_MEMORY = "the deep memory";
    private static final int FACT_CHARS = 10_000;
    private static final int SHOWN = 5;
    private static final int LOOKED_AT = 50;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{6,64}");

    private final Neighbours neighbours;

    FactCommands(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    Commands.Reply remember(Asking asking, String rest, List<String> lines) {
        if (!asking.tier().mayWrite()) {
            return new Commands.Reply(Commands.mayNot(asking, "keep facts", "write"));
        }
        String more = lines.stream()
                .skip(1)
                .takeWhile(line -> !line.isBlank() && !line.strip().equals("--"))
                .collect(Collectors.joining("\n"));
        String fact = (rest + "\n" + more).strip();
        if (fact.isEmpty()) {
            return new Commands.Reply(
                    "What shall I remember? For example: `/remember The spare key hangs behind the door.`");
        }
        if (fact.length() > FACT_CHARS) {
            return new Commands.Reply(
                    "That is too long for a fact: at most " + FACT_CHARS + " characters. It was not kept.");
        }
        return new Commands.Reply(
                "I will remember this:\n\n" + Text.quote(fact) + "\n`/forget` with some of its words takes it back.",
                List.of(Learning.fact(fact, List.of("remembered", mark(asking)))));
    }

    /** A topic that tells whose fact it is. */
    private static String mark(Asking asking) {
        return "by:" + asking.inquiry().sender().replace(',', ' ');
    }

    Commands.Reply forget(Asking asking, String rest) {
        if (!asking.tier().mayWrite()) {
            return new Commands.Reply(Commands.mayNot(asking, "forget facts", "write"));
        }
        if (rest.isEmpty()) {
            return new Commands.Reply("What shall I forget? For example: `/forget spare key`");
        }
        Optional<Fact> named = !ID.matcher(rest).matches()
                ? Optional.empty()
                : neighbours
                        .of(neighbours.deepMemory(), DEEP_MEMORY, memory -> memory.find(rest))
                        .filter(fact -> mayForget(asking, fact));
        if (named.isPresent()) {
            return forgets(named.get());
        }
        List<Fact> found = matching(asking, rest);
        List<Fact> exact = found.stream()
                .filter(fact -> Text.line(fact.text()).equalsIgnoreCase(Text.line(rest)))
                .toList();
        if (exact.size() == 1) {
            return forgets(exact.get(0));
        }
        if (found.isEmpty()) {
            return new Commands.Reply("I know no fact like " + Text.code(rest)
                    + (asking.isLimited() ? " that you had me remember." : "."));
        }
        StringBuilder text =
                new StringBuilder("Nothing is forgotten yet. Which of these? Send its line as a command.\n");
        found.stream().limit(SHOWN).forEach(fact -> text.append("\n`/forget ")
                .append(fact.id())
                .append("`\n\n")
                .append(Text.quote(Text.first(fact.text(), 500))));
        return new Commands.Reply(text.toString());
    }

    /** Facts with one of the words, those with all of them first. */
    private List<Fact> matching(Asking asking, String words) {
        Map<String, Fact> byId = new LinkedHashMap<>();
        neighbours
                .of(neighbours.deepMemory(), DEEP_MEMORY, memory -> memory.search(words, LOOKED_AT))
                .forEach(fact -> byId.putIfAbsent(fact.id(), fact));
        return byId.values().stream().filter(fact -> mayForget(asking, fact)).toList();
    }

    private static boolean mayForget(Asking asking, Fact fact) {
        return !asking.isLimited() || fact.topics().contains(mark(asking));
    }

    private static Commands.Reply forgets(Fact fact) {
        return new Commands.Reply(
                "I forget this:\n\n" + Text.quote(fact.text()) + "\n`/remember` with the same words keeps it again.",
                List.of(Learning.forgetting(fact.id())));
    }
}
