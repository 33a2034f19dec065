package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dharmic.strangememory.Entry;

/**
 * The last entries of a file.
 *
 * @param stamp how the file looked
 * @param entries oldest first
 * @param complete there is nothing before these entries
 */
record Tail(Stamp stamp, List<Entry> entries, boolean complete) {

    boolean holds(int n) {
        return complete || entries.size() >= n;
    }

    List<Entry> last(int n) {
        return entries.subList(Math.max(0, entries.size() - n), entries.size());
    }

    /** With some more at the end, and at most {@code keep} of all. */
    Tail plus(List<Addition> lines, Stamp now, int keep, ZoneId zone) {
        List<Entry> more = new ArrayList<>(entries);
        for (Addition line : lines) {
            more.add(EntryFormat.parse(line.bytes(), zone).orElseThrow().entry());
        }
        int surplus = Math.max(0, more.size() - keep);
        return new Tail(now, List.copyOf(more.subList(surplus, more.size())), complete && surplus == 0);
    }

    /** Reads the last {@code n} entries. */
    static Tail read(Path file, Stamp end, int n, ZoneId zone) throws IOException {
        if (end.size() == 0) {
            return new Tail(end, List.of(), true);
        }
        List<Entry> entries = new ArrayList<>();
        try (BackwardLines lines = new BackwardLines(file, end.size())) {
            Optional<BackwardLines.Line> line = lines.previous();
            while (line.isPresent() && entries.size() < n) {
                line.get()
                        .bytes()
                        .filter(each -> !EntryFormat.isBlank(each))
                        .flatMap(each -> EntryFormat.parse(each, zone))
                        .map(EntryFormat.Parsed::entry)
                        .ifPresent(entries::add);
                line = lines.previous();
            }
            Collections.reverse(entries);
            return new Tail(end, List.copyOf(entries), line.isEmpty());
        }
    }
}
