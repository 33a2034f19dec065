package org.dharmic.agent.core;

import java.time.Duration;
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
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.telos.Orientation;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;

/** What stands on the first line after a slash, answered without a model. */
final class Commands {

    /** In receipts and in the journal, in the place of an executor. */
    static final String NAME = "command";

    private static final Pattern COMMAND = Pattern.compile("/(\\p{Alpha}[\\w-]*)(?:\\s+(.*))?");
    private static final int HITS = 5;
    private static final int READ_CHARS = 15_000;
    private static final int FACT_CHARS = 10_000;
    private static final int VISIBLE_HITS = 200;
    private static final String EVERYTHING = "all";

    /** An answer, and what the memories shall learn from it. */
    record Reply(String markdown, List<MemoryEvent> events) {
        Reply(String markdown) {
            this(markdown, List.of());
        }
    }

    private final Neighbours neighbours;
    private final Supplier<AgentStatus> status;
    private final Function<Inquiry, Optional<Receipt>> recent;

    /** @param recent the receipt of the previous answer in a conversation that did not go through the journal */
    Commands(Neighbours neighbours, Supplier<AgentStatus> status, Function<Inquiry, Optional<Receipt>> recent) {
        this.neighbours = neighbours;
        this.status = status;
        this.recent = recent;
    }

    /** The answer; empty when the text is no command. */
    Optional<Reply> answer(Asking asking) {
        List<String> lines = asking.question().lines().toList();
        Matcher command = COMMAND.matcher(lines.isEmpty() ? "" : lines.get(0).strip());
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
                        case "search" -> new Reply(search(asking, rest));
                        case "read" -> new Reply(read(asking, rest));
                        case "remember" -> remember(asking, rest, lines);
                        case "why" -> new Reply(why(asking.inquiry()));
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
                - `/remember text`: keeps a fact
                - `/why`: what my previous answer in this conversation was made of
                - `/telos`: what I am oriented by
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
                        index -> Text.plain(index.state().message()))))
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

    private String search(Asking asking, String words) {
        if (words.isEmpty()) {
            return "What shall I search for? For example: `/search water filter`";
        }
        SearchResult result;
        try {
            result = neighbours.of(
                    neighbours.vaultIndex(),
                    "the vault index",
                    index -> index.search(new Query(words, asking.inquiry().scope(), 0, HITS, Duration.ofSeconds(2))));
        } catch (VaultException e) {
            return "The search failed: " + Text.plain(e.getMessage());
        }
        StringBuilder text = new StringBuilder();
        if (result.hits().isEmpty()) {
            text.append("Nothing was found for ").append(Text.code(words)).append(".\n");
        } else {
            text.append(result.hits().size())
                    .append(" of ")
                    .append(result.total())
                    .append(" notes for ")
                    .append(Text.code(words))
                    .append(":\n\n");
            for (Hit hit : result.hits()) {
                String heading =
                        hit.heading().isBlank() ? "" : " › " + hit.heading().replace(" > ", " › ");
                text.append("**")
                        .append(Text.name(hit.title() + heading))
                        .append("**, ")
                        .append(Text.code(hit.citation()))
                        .append("\n\n");
                text.append(Text.quote(hit.snippet())).append('\n');
            }
        }
        return result.note().isBlank() ? text.toString() : text + "\n" + Text.plain(result.note()) + "\n";
    }

    private String read(Asking asking, String locator) {
        if (locator.isEmpty()) {
            return "Which note? For example: `/read home/water.md#L3-L9`";
        }
        boolean limited = !asking.inquiry().scope().equals(EVERYTHING);
        Passage passage;
        try {
            passage = neighbours.of(neighbours.vault(), "the vault", vault -> vault.read(locator));
        } catch (VaultException e) {
            // The message names near misses, which may lie outside the sender's scope.
            return limited ? notVisible(locator) : "That note cannot be read: " + Text.plain(e.getMessage());
        }
        if (limited && !isVisible(passage, asking.inquiry().scope())) {
            return notVisible(locator);
        }
        String note = Text.clean(passage.text());
        String place = passage.path() + "#L" + passage.firstLine() + "-L" + passage.lastLine();
        return Text.code(place) + ", of " + passage.totalLines() + " lines:\n\n"
                + Text.quote(Text.first(note, READ_CHARS))
                + (note.length() > READ_CHARS ? "\nThe rest is left out; ask for later lines.\n" : "");
    }

    private static String notVisible(String locator) {
        return "There is no note " + Text.code(locator) + " among those you may see.";
    }

    /**
     * Whether a note lies in a scope. Reading knows no scopes, searching does: only a note that a search within the scope
     * finds is shown. One that is not found, for whatever reason, is not.
     */
    private boolean isVisible(Passage passage, String scope) {
        String name = passage.path().replaceAll("(?i)\\.md$", "").replaceAll("[^\\p{L}\\p{N}]+", " ");
        String words = name + " " + Text.first(passage.text(), 300);
        try {
            return neighbours.of(
                    neighbours.vaultIndex(),
                    "the vault index",
                    index ->
                            index
                                    .search(new Query(words, scope, 0, VISIBLE_HITS, Duration.ofSeconds(2)))
                                    .hits()
                                    .stream()
                                    .anyMatch(hit -> hit.path().equals(passage.path())));
        } catch (VaultException e) {
            return false;
        }
    }

    private static Reply remember(Asking asking, String rest, List<String> lines) {
        if (!asking.tier().mayWrite()) {
            return new Reply("Sorry, I may not keep facts for "
                    + Text.plain(asking.inquiry().sender())
                    + ": that needs the right to write, which the owner can give.");
        }
        String more = lines.stream()
                .skip(1)
                .takeWhile(line -> !line.isBlank() && !line.strip().equals("--"))
                .collect(Collectors.joining("\n"));
        String fact = (rest + "\n" + more).strip();
        if (fact.isEmpty()) {
            return new Reply("What shall I remember? For example: `/remember The spare key hangs behind the door.`");
        }
        if (fact.length() > FACT_CHARS) {
            return new Reply("That is too long for a fact: at most " + FACT_CHARS + " characters. It was not kept.");
        }
        return new Reply(
                "I will remember this:\n\n" + Text.quote(fact), List.of(Learning.fact(fact, List.of("remembered"))));
    }

    private String why(Inquiry inquiry) {
        Optional<Receipt> receipt = recent.apply(inquiry);
        if (receipt.isEmpty()) {
            Filter thread = new Filter(Set.of(), Optional.of(inquiry.thread()), Optional.empty(), 50);
            List<Item> items = neighbours.of(neighbours.journal(), "the journal", journal -> journal.find(thread));
            receipt = previous(items, inquiry);
        }
        return receipt.map(Receipts::words)
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
