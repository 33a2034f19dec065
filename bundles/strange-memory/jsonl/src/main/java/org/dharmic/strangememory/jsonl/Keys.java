package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of the latest lines of a file. Guarded by its lock, but for {@link #read}. */
final class Keys {

    /** How many lines back a key is known after a restart, and how many keys are kept in memory. */
    static final int LINES = 10_000;

    private final Set<String> latest = new LinkedHashSet<>();
    private boolean known;

    /** Whether the file's keys have been learned. */
    boolean areKnown() {
        return known;
    }

    void learn(List<String> keys) {
        latest.clear();
        latest.addAll(keys);
        known = true;
    }

    void forget() {
        latest.clear();
        known = false;
    }

    boolean contain(String key) {
        return latest.contains(key);
    }

    void add(String key) {
        latest.add(key);
        if (latest.size() > LINES) {
            latest.remove(latest.iterator().next());
        }
    }

    /** Those in the file, oldest first. Takes a while, so it is not done before a key is asked for. */
    static List<String> read(Path file, long size) throws IOException {
        List<String> keys = new ArrayList<>();
        if (size > 0) {
            try (BackwardLines lines = new BackwardLines(file, size)) {
                Optional<BackwardLines.Line> line = lines.previous();
                for (int i = 0; i < LINES && line.isPresent(); i++, line = lines.previous()) {
                    line.get()
                            .bytes()
                            .map(EntryFormat::key)
                            .filter(key -> !key.isEmpty())
                            .ifPresent(keys::add);
                }
            }
        }
        Collections.reverse(keys);
        return keys;
    }
}
