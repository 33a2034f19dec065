package org.dharmic.agent.core.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.asking.Enclosures;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.journal.Attachment;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;

/** {@code /search} and {@code /read}: never anything outside the sender's part of the vault, not even its name. */
final class NoteCommands {

    private static final int HITS = 5;
    private static final int READ_CHARS = 15_000;
    private static final int VISIBLE_HITS = 200;
    private static final Duration SEARCH = Duration.ofSeconds(2);
    private static final Pattern FILE_LINES = Pattern.compile("(.+?)#L(\\d{1,7})(?:-L(\\d{1,7}))?");

    private final Neighbours neighbours;
    private final Enclosures enclosures;

    NoteCommands(Neighbours neighbours, Enclosures enclosures) {
        this.neighbours = neighbours;
        this.enclosures = enclosures;
    }

    String search(Asking asking, String words) {
        if (words.isEmpty()) {
            return "What shall I search for? For example: `/search water filter`";
        }
        SearchResult result;
        try {
            result = neighbours.of(
                    neighbours.vaultIndex(),
                    "the vault index",
                    index -> index.search(new Query(words, asking.inquiry().scope(), 0, HITS, SEARCH)));
        } catch (VaultException e) {
            // The message may name other scopes, or folders of this machine.
            return asking.isLimited()
                    ? "The notes cannot be searched at the moment."
                    : "The search failed: " + Text.plain(e.getMessage());
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

    String read(Asking asking, String locator) {
        if (locator.isEmpty()) {
            return "Which note? For example: `/read home/water.md#L3-L9`";
        }
        if (locator.startsWith(Enclosures.PLACE)) {
            return readFile(asking, locator.substring(Enclosures.PLACE.length()).strip());
        }
        Passage passage;
        try {
            passage = neighbours.of(neighbours.vault(), "the vault", vault -> vault.read(locator));
        } catch (VaultException e) {
            // The message names near misses, which may lie outside the sender's scope.
            return asking.isLimited() ? notVisible(locator) : "That note cannot be read: " + Text.plain(e.getMessage());
        }
        if (asking.isLimited() && !isVisible(passage, asking.inquiry().scope())) {
            return notVisible(locator);
        }
        String note = Text.clean(passage.text());
        String place = passage.path() + "#L" + passage.firstLine() + "-L" + passage.lastLine();
        return Text.code(place) + ", of " + passage.totalLines() + " lines:\n\n" + quoted(note);
    }

    private static String quoted(String text) {
        return Text.quote(Text.first(text, READ_CHARS))
                + (text.length() > READ_CHARS ? "\nThe rest is left out; ask for later lines.\n" : "");
    }

    private static String notVisible(String locator) {
        return "There is no note " + Text.code(locator) + " among those you may see.";
    }

    /**
     * Whether a note lies in a scope. Reading knows no scopes, searching does: only a note that a search within the scope
     * finds is shown. One that is not found, for whatever reason, is not.
     */
    private boolean isVisible(Passage passage, String scope) {
        String name = passage.path().replaceAll("(?i)\\.md$", "");
        // Words alone: a dash or a quotation mark in the note would be an operator of the query.
        String words = (name + " " + Text.first(passage.text(), 300)).replaceAll("[^\\p{L}\\p{N}]+", " ");
        try {
            return neighbours.of(
                    neighbours.vaultIndex(),
                    "the vault index",
                    index -> index.search(new Query(words, scope, 0, VISIBLE_HITS, SEARCH)).hits().stream()
                            .anyMatch(hit -> hit.path().equals(passage.path())));
        } catch (VaultException e) {
            return false;
        }
    }

    /** A file of the sender's own mails in this conversation, or lines of it. */
    private String readFile(Asking asking, String place) {
        List<Attachment> files = enclosures.all(asking);
        Optional<Attachment> whole = Enclosures.named(place, files);
        Matcher lines = FILE_LINES.matcher(place);
        boolean some = whole.isEmpty() && lines.matches();
        Optional<Attachment> file = some ? Enclosures.named(lines.group(1), files) : whole;
        if (file.isEmpty()) {
            return files.isEmpty()
                    ? "No file came with your mails in this conversation."
                    : "There is no file " + Text.code(place) + " in this conversation. There are:\n\n"
                            + Enclosures.list(files);
        }
        if (file.get().bytes().isEmpty()) {
            return "That file was too large to be kept:\n\n" + Enclosures.list(List.of(file.get()));
        }
        Optional<String> text = enclosures.text(file.get()).map(Text::clean);
        if (text.isEmpty()) {
            return "That file holds no text that I can show:\n\n" + Enclosures.list(List.of(file.get()));
        }
        List<String> all = text.get().lines().toList();
        int first = some ? Math.max(1, Integer.parseInt(lines.group(2))) : 1;
        int last = some && lines.group(3) != null ? Integer.parseInt(lines.group(3)) : some ? first : all.size();
        if (first > all.size() || last < first) {
            return "That file has " + all.size() + " lines.";
        }
        last = Math.min(last, all.size());
        String shown = String.join("\n", all.subList(first - 1, last));
        return Text.code(Enclosures.PLACE + file.get().name() + "#L" + first + "-L" + last) + ", of " + all.size()
                + " lines:\n\n" + quoted(shown);
    }
}
