package org.dharmic.agent.core.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.core.answer.Receipts;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.asking.Enclosures;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.telos.Orientation;

/** What stands on the first line after a slash, answered without a model. */
public final class Commands {

    /** In receipts and in the journal, in the place of an executor. */
    public static final String NAME = "command";

    private static final Pattern COMMAND = Pattern.compile("/(\\p{Alpha}[\\w-]*)(?:\\s+(.*))?");

    /** An answer, and what the memories shall learn from it. */
    public record Reply(String markdown, List<MemoryEvent> events) {
        public Reply(String markdown) {
            this(markdown, List.of());
        }
    }

    private final Neighbours neighbours;
    private final NoteCommands notes;
    private final FactCommands facts;
    private final PauseCommands pauses;
    private final Supplier<AgentStatus> status;
    private final Function<Inquiry, Optional<Receipt>> recent;

    /** @param recent the receipt of the previous answer in a conversation that did not go through the journal */
    public Commands(
            Neighbours neighbours,
            Enclosures enclosures,
            PauseCommands pauses,
            Supplier<AgentStatus> status,
            Function<Inquiry, Optional<Receipt>> recent) {
        this.neighbours = neighbours;
        this.notes = new NoteCommands(neighbours, enclosures);
        this.facts = new FactCommands(neighbours);
        this.pauses = pauses;
        this.status = status;
        this.recent = recent;
    }

    /** Whether a text is answered here: without a model, and so without waiting for one. */
    public static boolean isCommand(Asking asking) {
        return first(asking).matches();
    }

    private static Matcher first(Asking asking) {
        return COMMAND.matcher(asking.question().lines().findFirst().orElse("").strip());
    }

    /** What somebody is told who lacks a right. */
    static String mayNot(Asking asking, String deed, String right) {
        return "Sorry, I may not " + deed + " for "
                + Text.plain(asking.inquiry().sender()) + ": that needs the right to " + right
                + ". The owner can give it, and it holds in replies to my mails only.";
    }

    /** The answer; empty when the text is no command. */
    public Optional<Reply> answer(Asking asking) {
        Matcher command = first(asking);
        if (!command.matches()) {
            return Optional.empty();
        }
        String rest = Optional.ofNullable(command.group(2)).orElse("").strip();
        String name = command.group(1).toLowerCase(Locale.ROOT);
        try {
            return Optional.of(
                    switch (name) {
                        case "help" -> new Reply(help());
                        case "status" -> new Reply(status(asking));
                        case "search" -> new Reply(notes.search(asking, rest));
                        case "read" -> new Reply(notes.read(asking, rest));
                        case "remember" ->
                            facts.remember(
                                    asking, rest, asking.question().lines().toList());
                        case "forget" -> facts.forget(asking, rest);
                        case "pause" -> new Reply(pauses.pause(asking));
                        case "resume" -> new Reply(pauses.resume(asking));
                        case "why" -> new Reply(why(asking));
                        case "telos" -> new Reply(telos());
                        default -> new Reply("I do not know the command " + Text.code("/" + name) + ".\n\n" + help());
                    });
        } catch (Neighbours.Unavailable e) {
            return Optional.of(new Reply("Sorry, " + e.getMessage() + ". Please ask again in a moment."));
        }
    }

    private static String help() {
        return """
                A command stands on the first line of a mail:

                - `/status`: how I am doing
                - `/search words`: what the notes say about these words
                - `/read place`: a note, or some lines of it, for example `/read home/water.md#L3-L9`
                - `/read attachment:name`: a text file of this conversation
                - `/remember text`: keeps a fact (needs the right to write)
                - `/forget words`: takes a fact back (needs the right to write)
                - `/why`: what my previous answer in this conversation was made of
                - `/telos`: what I am oriented by
                - `/pause`: questions wait from now on (needs the right to direct me)
                - `/resume`: ends the pause (needs the right to direct me)
                - `/help`: this list

                Anything else is a question.
                """;
    }

    private String status(Asking asking) {
        StringBuilder text = new StringBuilder();
        AgentStatus now = status.get();
        text.append("- agent: ")
                .append(now.paused() ? "paused" : "at work")
                .append(", ")
                .append(now.busy())
                .append(" of ")
                .append(now.concurrency())
                .append(" answers in hand\n");
        for (AgentStatus.ExecutorLine line : now.executors()) {
            text.append("- executor ")
                    .append(Text.plain(line.name()))
                    .append(": ")
                    .append(line.usable() ? "usable" : "not usable");
            if (asking.tier().mayWrite()) {
                text.append(" (").append(Text.plain(line.reason())).append(')'); // may name files of this machine
            }
            text.append('\n');
        }
        text.append("- journal: ")
                .append(orUnavailable(
                        () -> neighbours.of(neighbours.journal(), "the journal", journal -> words(journal.stats()))))
                .append('\n');
        text.append("- vault index: ")
                .append(orUnavailable(() -> neighbours.of(
                        neighbours.vaultIndex(),
                        "the vault index",
                        index -> asking.isLimited() // the message may name folders of this machine
                                ? index.state().phase().name().toLowerCase(Locale.ROOT)
                                : Text.plain(index.state().message()))))
                .append('\n');
        return text.toString();
    }

    private static String words(JournalStats stats) {
        String items = stats.items().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Enum::ordinal)))
                .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return (items.isEmpty() ? "empty" : items)
                + (stats.pendingEvents() == 0 ? "" : ", " + stats.pendingEvents() + " memory events wait");
    }

    private static String orUnavailable(Supplier<String> words) {
        try {
            return words.get();
        } catch (RuntimeException e) {
            return "temporarily unavailable";
        }
    }

    private String why(Asking asking) {
        Inquiry inquiry = asking.inquiry();
        Optional<Receipt> receipt = recent.apply(inquiry);
        if (receipt.isEmpty()) {
            Filter thread = new Filter(Set.of(), Optional.of(inquiry.thread()), Optional.empty(), 50);
            List<Item> items = neighbours.of(neighbours.journal(), "the journal", journal -> journal.find(thread));
            receipt = previous(items, inquiry);
        }
        return receipt.map(each -> Receipts.words(each, !asking.isLimited()))
                .orElse("There is no earlier answer in this conversation that I could explain.");
    }

    /** The last answer before this inquiry; one that came from a command only when there is no other. */
    private static Optional<Receipt> previous(List<Item> items, Inquiry inquiry) {
        Map<Boolean, Receipt> last = new LinkedHashMap<>();
        for (Item item : items) {
            boolean own = item.admitted()
                    .map(each -> each.sender().equals(inquiry.sender()))
                    .orElse(false);
            if (own && !item.id().equals(inquiry.id()) && item.answered().isPresent()) {
                Receipts.parse(item.answered().get().receiptJson())
                        .ifPresent(each -> last.put(each.executor().equals(NAME), each));
            }
        }
        return Optional.ofNullable(last.getOrDefault(false, last.get(true)));
    }

    private String telos() {
        Optional<Orientation> current = neighbours.of(neighbours.telos(), "the telos", telos -> telos.current());
        if (current.isEmpty()) {
            return "There is no telos yet.";
        }
        Orientation telos = current.get();
        StringBuilder text = new StringBuilder();
        text.append("**")
                .append(Text.plain(telos.ultimateAim()))
                .append("**: ")
                .append(Text.plain(telos.ultimateDescription()))
                .append("\n\n");
        text.append("At present:\n\n");
        telos.proximateAims()
                .forEach(aim -> text.append("- ").append(Text.plain(aim)).append('\n'));
        return text.toString();
    }
}
