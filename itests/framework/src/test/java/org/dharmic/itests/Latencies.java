package org.dharmic.itests;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;

/** Platform times of the mails in a journal: from INGESTED to SENT. */
final class Latencies {

    private final long[] sortedMillis;

    private Latencies(long[] sortedMillis) {
        this.sortedMillis = sortedMillis;
    }

    /** Of the mails that came in between two moments. */
    static Latencies between(Journal journal, Instant from, Instant to) {
        return of(journal.find(Filter.newest(10_000)).stream()
                .filter(item ->
                        !item.createdAt().isBefore(from) && item.createdAt().isBefore(to))
                .map(item -> of(journal, item))
                .flatMap(Optional::stream)
                .toList());
    }

    private static Latencies of(Collection<Long> millis) {
        return new Latencies(millis.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    private static Optional<Long> of(Journal journal, Item item) {
        List<Transition> history = journal.history(item.id());
        Optional<Instant> sent = history.stream()
                .filter(each -> each.stage() == Stage.SENT)
                .map(Transition::at)
                .findFirst();
        return sent.map(at -> Duration.between(history.get(0).at(), at).toMillis());
    }

    int count() {
        return sortedMillis.length;
    }

    /** Nearest rank; {@code part} from 0 to 1. */
    long quantile(double part) {
        if (sortedMillis.length == 0) {
            throw new AssertionError("no mail came in");
        }
        int rank = (int) Math.ceil(part * sortedMillis.length);
        return sortedMillis[Math.max(0, Math.min(sortedMillis.length, rank) - 1)];
    }

    @Override
    public String toString() {
        return count() + " mails, p50 " + quantile(0.5) + ", p90 " + quantile(0.9) + ", p99 " + quantile(0.99)
                + ", max "
                + quantile(1) + " ms; slowest "
                + Arrays.toString(
                        Arrays.copyOfRange(sortedMillis, Math.max(0, sortedMillis.length - 12), sortedMillis.length));
    }
}
