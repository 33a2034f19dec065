package org.dharmic.shell.text;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Values as text for a terminal. Subjects, answers and notes come from outside: nothing of them may move the cursor,
 * change colours or turn the writing direction around.
 */
public final class Words {

    private static final char REPLACEMENT = '\uFFFD';
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Words() {}

    /** One line: line breaks and tabs become blanks. */
    public static String line(String text) {
        return block(text).replaceAll("[\\n\\t ]+", " ").strip();
    }

    /** What is not there is shown as such, and not as an empty cell. */
    static Optional<String> blankIsNone(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    /** Several lines, without control characters. */
    public static String block(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder clean = new StringBuilder(lines.length());
        lines.codePoints().forEach(c -> {
            boolean kept =
                    c == '\n' || c == '\t' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            // Joiners build letters and emoji; all other format characters are invisible or turn text around.
            clean.appendCodePoint(kept || c == 0x200D || c == 0x200C ? c : REPLACEMENT);
        });
        return clean.toString();
    }

    /** ISO-8601 in UTC, always with milliseconds: columns stay as wide as they are. */
    public static String time(Instant at) {
        return MILLIS.format(at);
    }

    /** A value in a table. */
    public static String cell(Object value) {
        if (value == null || value instanceof Optional<?> none && none.isEmpty()) {
            return "-";
        }
        if (value instanceof Optional<?> some) {
            return cell(some.get());
        }
        if (value instanceof Instant at) {
            return time(at);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(Words::cell).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + cell(entry.getValue()))
                    .map(Words::line)
                    .collect(Collectors.joining(" "));
        }
        return line(value.toString());
    }

    /** At most four significant places behind a long row of noughts, and whole numbers as such. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** At most {@code max} characters, the last of them an ellipsis when something was cut off. */
    public static String cut(String text, int max) {
        if (text.codePointCount(0, text.length()) <= max) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, max - 1))) + "…";
    }

    /** Every line with two blanks before it. */
    public static String indented(String text) {
        return block(text).strip().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }
}
