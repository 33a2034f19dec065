package org.dharmic.itests;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;

/** Platform times of the mails in a journal: from INGESTED to SENT. */
final class Latencies {

    private static final int SLOWEST = 8;

    /** One mail's way. */
    private record Way(List<Transition> steps, Instant sent) {
        long millis() {
            return Duration.between(steps.get(0).at(), sent).toMillis();
        }

        /** When it came, and how long each step took: shows which room it waited for. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(steps.get(0).at().toString());
            for (int i = 1; i < steps.size(); i++) {
                text.append(' ')
                        .append(steps.get(i).stage())
                        .append(" +")
                        .append(Duration.between(
                                        steps.get(i - 1).at(), steps.get(i).at())
                                .toMillis());
            }
            return text.toString();
        }
    }

    private final List<Way> ways;

    private Latencies(List<Way> ways) {
        this.ways = ways;
    }

    /** Of the mails that came in between two moments. */
    static Latencies between(Journal journal, Instant from, Instant to) {
        return new Latencies(journal.find(Filter.newest(10_000)).stream()
                .filter(item ->
                        !item.createdAt().isBefore(from) && item.createdAt().isBefore(to))
                .map(item -> way(journal, item))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Way::millis))
                .toList());
    }

    private static Optional<Way> way(Journal journal, Item item) {
        List<Transition> steps = journal.history(item.id());
        return steps.stream()
                .filter(each -> each.stage() == Stage.SENT)
                .findFirst()
                .map(sent -> new Way(steps, sent.at()));
    }

    /** In milliseconds, by nearest rank; {@code part} from 0 to 1. */
    long quantile(double part) {
        if (ways.isEmpty()) {
            throw new AssertionError("no mail came in");
        }
        int rank = (int) Math.ceil(part * ways.size());
        return ways.get(Math.max(1, rank) - 1).millis();
    }

    /** The ways of those that took longest, one a line. */
    String slowest() {
        return ways.subList(Math.max(0, ways.size() - SLOWEST), ways.size()).stream()
                .map(Way::toString)
                .collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    @Override
    public String toString() {
        return ways.size() + " mails, p50 " + quantile(0.5) + ", p90 " + quantile(0.9) + ", p99 " + quantile(0.99)
                + ", max " + quantile(1) + " ms";
    }
}
