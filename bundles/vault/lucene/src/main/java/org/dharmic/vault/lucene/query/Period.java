package org.dharmic.vault.lucene.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time as a person writes it after {@code modified:}: a day, month or year ({@code 2026-10-31}, {@code 2026-10},
 * {@code 2026}), from one to another ({@code 2026-01..2026-03}, either end may be left out), after or before one ({@code
 * >2026-05}, {@code <2026-05-02}, with {@code =} including it), the last days, weeks, months or years ({@code 7d 2w 3m 1y}),
 * {@code today}, {@code yesterday}.
 *
 * @param from milliseconds since 1970, inclusive
 * @param to exclusive
 */
public record Period(long from, long to) {

    private static final Pattern LAST = Pattern.compile("(\\d{1,4})([dwmy])");
    private static final Pattern SIDE = Pattern.compile("([<>]=?)(.+)");
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?");

    /** The first day of a date as written, and the first day after it. */
    private record Days(LocalDate first, LocalDate after) {}

    static boolean isOne(String text) {
        try {
            of(text, Instant.EPOCH, ZoneId.of("UTC"));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** @throws DateTimeException when the text names no span of time */
    public static Period of(String text, Instant now, ZoneId zone) {
        String written = text.strip().toLowerCase(Locale.ROOT);
        LocalDate today = LocalDate.ofInstant(now, zone);
        Matcher last = LAST.matcher(written);
        if (last.matches()) {
            int count = Integer.parseInt(last.group(1));
            LocalDate first =
                    switch (last.group(2)) {
                        case "d" -> today.minusDays(count);
                        case "w" -> today.minusWeeks(count);
                        case "m" -> today.minusMonths(count);
                        default -> today.minusYears(count);
                    };
            return new Period(start(first, zone), Long.MAX_VALUE);
        }
        Matcher side = SIDE.matcher(written);
        if (side.matches()) {
            Days days = days(side.group(2), today);
            return switch (side.group(1)) {
                case ">" -> new Period(start(days.after(), zone), Long.MAX_VALUE);
                case ">=" -> new Period(start(days.first(), zone), Long.MAX_VALUE);
                case "<" -> new Period(Long.MIN_VALUE, start(days.first(), zone));
                default -> new Period(Long.MIN_VALUE, start(days.after(), zone));
            };
        }
        int dots = written.indexOf("..");
        if (dots >= 0 && written.length() > 2) {
            String from = written.substring(0, dots);
            String to = written.substring(dots + 2);
            return new Period(
                    from.isEmpty() ? Long.MIN_VALUE : start(days(from, today).first(), zone),
                    to.isEmpty() ? Long.MAX_VALUE : start(days(to, today).after(), zone));
        }
        Days days = days(written, today);
        return new Period(start(days.first(), zone), start(days.after(), zone));
    }

    private static Days days(String text, LocalDate today) {
        if (text.equals("today")) {
            return new Days(today, today.plusDays(1));
        }
        if (text.equals("yesterday")) {
            return new Days(today.minusDays(1), today);
        }
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            throw new DateTimeException("a date is wanted, as 2026-10-31, was '" + text + "'");
        }
        int year = Integer.parseInt(date.group(1));
        if (date.group(2) == null) {
            LocalDate first = LocalDate.of(year, 1, 1);
            return new Days(first, first.plusYears(1));
        }
        int month = Integer.parseInt(date.group(2));
        if (date.group(3) == null) {
            LocalDate first = YearMonth.of(year, month).atDay(1);
            return new Days(first, first.plus(1, ChronoUnit.MONTHS));
        }
        LocalDate day = LocalDate.of(year, month, Integer.parseInt(date.group(3)));
        return new Days(day, day.plusDays(1));
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
