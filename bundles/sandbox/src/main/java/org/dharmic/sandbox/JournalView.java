package org.dharmic.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Transition;
import org.dharmic.support.Available;

/** What the journal knows about the letters of a run. For one thread. */
final class JournalView {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int HEADER_BYTES = 16 * 1024;

    private final Available<Journal> journal;
    private final Map<String, String> messageIdByItem = new HashMap<>();

    JournalView(Available<Journal> journal) {
        this.journal = journal;
    }

    /** Whether the account's INBOX has a start point: what comes now will be taken in. */
    boolean isWatching(String account) {
        return ask(j -> j.cursor(account, "INBOX").isPresent());
    }

    /** The item of a letter among the newest {@code among} items; empty as long as it is not taken in. */
    Optional<Item> itemOf(String messageId, int among) {
        return ask(j -> j.find(Filter.newest(among)).stream()
                .filter(item -> item.arrival().isPresent())
                .filter(item -> messageId.equals(messageIdByItem.computeIfAbsent(item.id(), id -> messageId(j, item))))
                .findFirst());
    }

    Optional<Item> item(String id) {
        return ask(j -> j.find(id));
    }

    List<Transition> history(String itemId) {
        return ask(j -> j.history(itemId));
    }

    /** The items of many letters by Message-ID, as far as they were admitted. */
    Map<String, Item> admitted(int among) {
        Map<String, Item> items = new HashMap<>();
        ask(j -> j.find(Filter.newest(among)))
                .forEach(item -> item.admitted().ifPresent(admitted -> items.put(admitted.messageId(), item)));
        return items;
    }

    /** From the admitted mail, or before that from its bytes: a rejected one is never admitted. */
    private static String messageId(Journal journal, Item item) {
        if (item.admitted().isPresent()) {
            return item.admitted().get().messageId();
        }
        try (InputStream in =
                journal.read(item.arrival().orElseThrow().spooled().ref())) {
            String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
            return header.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, "Message-ID:", 0, 11))
                    .map(line -> line.substring(11).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("Item " + item.id() + " has no readable bytes in the spool", e);
        }
    }

    private <R> R ask(Function<Journal, R> question) {
        return journal.within(WAIT, question)
                .orElseThrow(() -> new IllegalStateException("There was no journal for " + WAIT.toSeconds()
                        + " s: `exec bundle:list` shows whether org.dharmic.journal.sqlite is active"));
    }
}
