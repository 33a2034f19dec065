package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lines of a layer in numbers.
 *
 * @param entries that can be read
 * @param unreadable that cannot
 */
record Counts(long entries, long unreadable) {

    static final Counts NONE = new Counts(0, 0);

    Counts plus(Counts more) {
        return new Counts(entries + more.entries, unreadable + more.unreadable);
    }

    /**
     * Reads a file from its beginning.
     *
     * @param upTo bytes from there on are not looked at
     * @param stop looked at with every line; the count is given up when it says so
     */
    static Counts of(Path file, long upTo, ZoneId zone, BooleanSupplier stop) throws IOException {
        if (upTo == 0) {
            return NONE;
        }
        long entries = 0;
        long unreadable = 0;
        try (ForwardLines lines = new ForwardLines(file, upTo)) {
            for (Optional<ForwardLines.Line> line = lines.next();
                    line.isPresent() && !stop.getAsBoolean();
                    line = lines.next()) {
                if (line.get().isBlank()) {
                    continue;
                }
                if (line.get()
                        .bytes()
                        .flatMap(each -> EntryFormat.parse(each, zone))
                        .isPresent()) {
                    entries++;
                } else {
                    unreadable++;
                }
            }
        }
        return new Counts(entries, unreadable);
    }
}
