package org.dharmic.agent.core.asking;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.agent.core.text.TextFile;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Trust;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that came with the mails of a conversation: who sent them may have them read, nobody else. */
public final class Enclosures {

    public static final String NAME = "attachments";
    /** Begins the place of a file that came with a mail. */
    public static final String PLACE = "attachment:";

    private static final Logger LOG = LoggerFactory.getLogger(Enclosures.class);
    /** Earlier mails of a conversation that are looked at for files. */
    private static final int MAILS = 10;

    private static final int MOST_LISTED = 50;
    private static final int MOST_SHOWN = 10;
    /** What is read of a file at most: enough for a long text, and nothing to the heap. */
    private static final int MOST_BYTES = 512 * 1024;

    private final Neighbours neighbours;

    public Enclosures(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** What a prompt holds of them: a list, and the beginnings of those that are text. */
    public List<ContextBlock> blocks(Asking asking, int maxChars) {
        List<Attachment> files;
        try {
            files = all(asking);
        } catch (RuntimeException e) {
            LOG.debug("Earlier files of {} are left out", asking.inquiry().id(), e);
            files = asking.attachments();
        }
        if (files.isEmpty()) {
            return List.of();
        }
        List<ContextBlock> blocks = new ArrayList<>();
        blocks.add(new ContextBlock(NAME, "", "Files that came with the mail", list(files), 0, Trust.MEMORY));
        for (Attachment file : files) {
            if (maxChars > 0
                    && blocks.size() <= MOST_SHOWN
                    && TextFile.isLikely(file)
                    && file.bytes().isPresent()) {
                text(file)
                        .ifPresent(text -> blocks.add(new ContextBlock(
                                NAME,
                                PLACE + Text.line(file.name()),
                                "A file that came with the mail",
                                Text.first(text, maxChars),
                                0,
                                Trust.DOCUMENT)));
            }
        }
        return blocks;
    }

    /** One line for each, in Markdown. */
    public static String list(List<Attachment> files) {
        StringBuilder text = new StringBuilder();
        files.stream().limit(MOST_LISTED).forEach(file -> text.append("- ")
                .append(Text.code(file.name()))
                .append(", ")
                .append(Text.line(file.type()))
                .append(", ")
                .append(size(file.size()))
                .append(file.bytes().isPresent() ? "" : ", left out for its size")
                .append('\n'));
        if (files.size() > MOST_LISTED) {
            text.append("- and ").append(files.size() - MOST_LISTED).append(" more\n");
        }
        return text.toString();
    }

    private static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Those of this mail, then those of the sender's earlier mails in the conversation, newest first; a name counts once. */
    public List<Attachment> all(Asking asking) {
        Map<String, Attachment> byName = new LinkedHashMap<>();
        asking.attachments().forEach(file -> byName.putIfAbsent(file.name(), file));
        if (asking.isMail() && asking.continues()) {
            Filter thread = new Filter(
                    Set.of(),
                    Optional.of(asking.inquiry().thread()),
                    Optional.of(asking.inquiry().sender()),
                    MAILS);
            List<Item> items = neighbours.of(neighbours.journal(), "the journal", journal -> journal.find(thread));
            for (int i = items.size() - 1; i >= 0; i--) {
                items.get(i)
                        .admitted()
                        .filter(each -> each.sender().equals(asking.inquiry().sender()))
                        .map(Step.Admitted::attachments)
                        .ifPresent(files -> files.forEach(file -> byName.putIfAbsent(file.name(), file)));
            }
        }
        return List.copyOf(byName.values());
    }

    /** The one of this name; case counts only where it has to. */
    public static Optional<Attachment> named(String name, List<Attachment> files) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .or(() -> files.stream()
                        .filter(file -> file.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    /** The text of a file, or of its beginning; empty when it is none or cannot be read. */
    public Optional<String> text(Attachment file) {
        if (file.bytes().isEmpty()) {
            return Optional.empty();
        }
        String ref = file.bytes().get().ref();
        try {
            byte[] bytes = neighbours.of(neighbours.journal(), "the journal", journal -> beginning(journal, ref));
            return TextFile.decoded(bytes, bytes.length == MOST_BYTES);
        } catch (RuntimeException e) {
            LOG.warn("A file that came with a mail cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] beginning(Journal journal, String ref) {
        try (InputStream in = journal.read(ref)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }
}
