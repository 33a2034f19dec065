package org.dharmic.agent.core.text;

import java.time.Duration;
import java.util.regex.Pattern;

/** Small things about text from outside. */
public final class Text {

    /** Control characters but line feed and tab, and those that turn the direction of writing around. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]|\\p{Cs}");

    /** Brackets of links, marks of emphasis and code, and what escapes them. */
    private static final Pattern MARKUP = Pattern.compile("[*`\\[\\]\\\\]|(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])");

    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** What Markdown would take for its own. */
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|#]");

    private Text() {}

    /** Without control characters and lone surrogates, line ends as line feeds. */
    public static String clean(String text) {
        return CONTROLS.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("");
    }

    /** Cleaned, in one line. */
    public static String line(String text) {
        return SPACES.matcher(clean(text)).replaceAll(" ").strip();
    }

    /** At most {@code chars} long, never half a character. */
    public static String first(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
        return text.substring(0, end);
    }

    /** A Markdown code span that holds whatever the text is. */
    public static String code(String text) {
        String line = line(text);
        String ticks = "`";
        while (line.contains(ticks)) {
            ticks += "`";
        }
        String space = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return ticks + space + line + space + ticks;
    }

    /** Lines as a Markdown quote. */
    public static String quote(String text) {
        StringBuilder quote = new StringBuilder();
        clean(text).strip().lines().forEach(line -> quote.append(line.isEmpty() ? ">" : "> ")
                .append(line)
                .append('\n'));
        return quote.toString();
    }

    /** A title in one line, without markup and without anything to escape: it is read in plain text as well. */
    public static String name(String text) {
        return MARKUP.matcher(line(text).replace('<', '‹').replace('>', '›'))
                .replaceAll("")
                .strip();
    }

    /** Seconds with one digit behind the point; each answer is told with it, and a formatter takes as long as the rest. */
    public static String seconds(Duration took) {
        long tenths = (took.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /** Text that Markdown shows as it is, in one line. */
    public static String plain(String text) {
        return SPECIAL.matcher(line(text)).replaceAll("\\\\$0");
    }
}
