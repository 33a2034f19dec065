package org.dharmic.vault.lucene.cache;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.vault.Query;

/**
 * Which queries recur at which hour of the day. A query gains one point for every day on which it is asked in an hour, and its
 * points fade: so what somebody asks every morning is there in the morning, and what is no longer asked is forgotten.
 *
 * <p>A small table, kept in a file. Safe for many threads.
 */
public final class Habits {

    private static final String HEAD = "queries by hour, version 1";
    private static final int MOST = 400;
    private static final int MOST_TEXT = 200;
    /** What is left of a point after a day. */
    private static final double FADING = 0.85;
    /** Twice within a few days; once is no habit. */
    private static final double ENOUGH = 1.5;

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private record Asked(int hour, int limit, String scope, String text) {}

    private record Points(long day, double points) {
        double on(long today) {
            return points * Math.pow(FADING, Math.max(0, today - day));
        }
    }

    private final Clock clock;
    private final ZoneId zone;
    private final Map<Asked, Points> table = new HashMap<>();
    private boolean changed;

    /** @param zone where it is morning when somebody gets up */
    public Habits(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), zone);
    }

    /** The hour of the day, 0 to 23. */
    public int hour() {
        return now().getHour();
    }

    /** Takes note of a query; only first pages recur. */
    public synchronized void asked(Query query) {
        if (query.offset() > 0 || query.text().isBlank() || query.text().length() > MOST_TEXT) {
            return;
        }
        LocalDateTime now = now();
        long today = now.toLocalDate().toEpochDay();
        Asked asked = new Asked(now.getHour(), query.limit(), query.scope(), query.text());
        Points before = table.get(asked);
        if (before != null && before.day() >= today) {
            return;
        }
        table.put(asked, new Points(today, before == null ? 1 : before.on(today) + 1));
        changed = true;
        if (table.size() > MOST) {
            forget(today);
        }
    }

    /** A tenth at once, so that this is seldom. */
    private void forget(long today) {
        table.entrySet().stream()
                .sorted(Comparator.comparingDouble(each -> each.getValue().on(today)))
                .limit(table.size() - MOST * 9L / 10)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(table::remove);
    }

    /** What is likely to be asked in this hour, the likeliest first. */
    public synchronized List<Query> due(int most) {
        LocalDateTime now = now();
        long today = now.toLocalDate().toEpochDay();
        return table.entrySet().stream()
                .filter(each ->
                        each.getKey().hour() == now.getHour() && each.getValue().on(today) >= ENOUGH)
                .sorted(Comparator.comparingDouble((Map.Entry<Asked, Points> each) ->
                                each.getValue().on(today))
                        .reversed()
                        .thenComparing(each -> each.getKey().text()))
                .limit(most)
                .map(each -> new Query(
                        each.getKey().text(),
                        each.getKey().scope(),
                        0,
                        each.getKey().limit(),
                        DEADLINE))
                .toList();
    }

    // ---- the file

    /** Reads what was kept; lines that say nothing sensible are left out, for the table is worth no more than a moment. */
    public synchronized void load(Path file) throws IOException {
        List<String> lines;
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST * 4L * MOST_TEXT * 2) {
                return;
            }
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException | CharacterCodingException e) {
            return;
        }
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            return;
        }
        lines.stream().skip(1).limit(MOST).forEach(this::read);
    }

    private void read(String line) {
        String[] parts = line.split("\t", -1);
        try {
            Asked asked =
                    new Asked(Integer.parseInt(parts[0]), Integer.parseInt(parts[3]), plain(parts[4]), plain(parts[5]));
            Points points = new Points(Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
            if (parts.length == 6 && asked.limit() >= 1 && asked.limit() <= 1000 && points.points() < 100) {
                table.putIfAbsent(asked, points);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // A line of another hand: the habit is learned again.
        }
    }

    /** Writes the table when it has changed. */
    public synchronized void save(Path file) throws IOException {
        if (!changed) {
            return;
        }
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        table.forEach((asked, points) -> text.append(asked.hour())
                .append('\t')
                .append(points.day())
                .append('\t')
                .append(points.points())
                .append('\t')
                .append(asked.limit())
                .append('\t')
                .append(escaped(asked.scope()))
                .append('\t')
                .append(escaped(asked.text()))
                .append('\n'));
        PrivateFiles.replace(file, text.toString());
        changed = false;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\' && i + 1 < escaped.length()) {
                i++;
                char next = escaped.charAt(i);
                text.append(next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
