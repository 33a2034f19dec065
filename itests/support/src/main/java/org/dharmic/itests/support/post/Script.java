package org.dharmic.itests.support.post;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server does instead of what it should, by the verb of a command. Safe for many threads. */
public final class Script {

    /** In place of a reply: the line is cut. */
    public static final String DROP = "drop";
    /** In place of a reply: nothing, for ever. */
    public static final String HANG = "hang";

    private record Entry(String reply, AtomicInteger left) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Each time. */
    public void on(String verb, String reply) {
        on(verb, reply, Integer.MAX_VALUE);
    }

    /** The next so many times. */
    public void on(String verb, String reply, int times) {
        entries.put(verb.toUpperCase(Locale.ROOT), new Entry(reply, new AtomicInteger(times)));
    }

    public void allWell() {
        entries.clear();
    }

    /** What to do now; empty as usual. */
    Optional<String> next(String verb) {
        Entry entry = entries.get(verb.toUpperCase(Locale.ROOT));
        return entry == null || entry.left.getAndDecrement() <= 0 ? Optional.empty() : Optional.of(entry.reply);
    }
}
