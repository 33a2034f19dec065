package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remembers keys for a while: a person writes more than one mail, and a key that was withdrawn must not live on. */
public final class KnownKeys implements KeySource {

    private static final Duration KEEP = Duration.ofMinutes(10);
    /** A key that is missing may have been published just now. */
    private static final Duration KEEP_NONE = Duration.ofMinutes(1);

    private static final int MAX = 200;

    private record Known(List<String> records, long untilNanos) {}

    private final KeySource source;
    private final LongSupplier nanoTime;
    /** Guarded by itself; the oldest goes first. */
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX;
        }
    };

    public KnownKeys(KeySource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<String> records(String name, SenderPolicy.DkimRules rules) throws NotNow {
        String key = rules.dnsServer() + " " + name;
        synchronized (known) {
            Known there = known.get(key);
            if (there != null && there.untilNanos() - nanoTime.getAsLong() > 0) {
                return there.records();
            }
        }
        List<String> records = List.copyOf(source.records(name, rules));
        long until = nanoTime.getAsLong() + (records.isEmpty() ? KEEP_NONE : KEEP).toNanos();
        synchronized (known) {
            known.remove(key); // so that it becomes the youngest
            known.put(key, new Known(records, until));
        }
        return records;
    }
}
