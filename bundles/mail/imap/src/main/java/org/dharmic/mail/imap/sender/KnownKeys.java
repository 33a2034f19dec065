package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers keys for a while: a person writes more than one mail, and a key that was withdrawn must not live on. Remembers
 * silence as well: a flood of forged mails must not make us wait for the same dead name server once for each.
 */
public final class KnownKeys implements KeySource {

    private static final Duration KEEP = Duration.ofMinutes(10);
    /** A key that is missing may have been published just now. */
    private static final Duration KEEP_NONE = Duration.ofMinutes(1);

    /** After a domain's name servers did not answer; mails that need them are tried again later anyway. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int MAX = 200;

    private record Known(List<String> records, long untilNanos) {}

    /** The oldest goes first. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX;
        }
    }

    private final KeySource source;
    private final LongSupplier nanoTime;
    /** By name server and name; guarded by itself. */
    private final Map<String, Known> known = new Bounded<>();
    /** Until when a domain is not asked, by name server and domain; guarded by {@link #known}. */
    private final Map<String, Long> silent = new Bounded<>();

    public KnownKeys(KeySource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<String> records(String name, SenderPolicy.DkimRules rules) throws NotNow {
        String key = rules.dnsServer() + " " + name;
        String domain = rules.dnsServer() + " " + name.substring(name.indexOf("._domainkey.") + 1);
        synchronized (known) {
            Known there = known.get(key);
            if (there != null && there.untilNanos() - nanoTime.getAsLong() > 0) {
                return there.records();
            }
            Long until = silent.get(domain);
            if (until != null && until - nanoTime.getAsLong() > 0) {
                throw new NotNow(
                        "the name servers were silent a moment ago; they are asked for " + name + " later", null);
            }
        }
        List<String> records = asked(name, domain, rules);
        long until = nanoTime.getAsLong() + (records.isEmpty() ? KEEP_NONE : KEEP).toNanos();
        synchronized (known) {
            known.remove(key); // so that it becomes the youngest
            known.put(key, new Known(records, until));
        }
        return records;
    }

    private List<String> asked(String name, String domain, SenderPolicy.DkimRules rules) throws NotNow {
        try {
            return List.copyOf(source.records(name, rules));
        } catch (NotNow e) {
            synchronized (known) {
                silent.remove(domain);
                silent.put(domain, nanoTime.getAsLong() + SILENCE.toNanos());
            }
            throw e;
        }
    }
}
