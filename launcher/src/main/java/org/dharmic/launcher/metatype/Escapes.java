package org.dharmic.launcher.metatype;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes that the container cannot read. It passes the whole file over for one of them, and says so in its log alone: a
 * Windows path, {@code C:\\users}, is enough.
 */
public final class Escapes {

    /** A backslash that is not itself escaped and a u, without the four digits of a character. */
    private static final Pattern BROKEN = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u(?![0-9a-fA-F]{4})");

    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z0-9._-]+)\\s*[=:].*");

    private Escapes() {}

    /** The first one in a file, without the value that it stands in, which may be a secret; empty when there is none. */
    public static Optional<Problem> problem(String text) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.startsWith("#")
                    && !line.startsWith("!")
                    && BROKEN.matcher(line).find()) {
                boolean goesOn = i > 0 && lines[i - 1].endsWith("\\");
                Matcher key = KEY.matcher(goesOn ? "" : line);
                return Optional.of(new Problem(
                        key.matches() ? key.group(1) : "line " + (i + 1),
                        "\\u",
                        "without a \\u that is not followed by four hexadecimal digits (in line " + (i + 1)
                                + " write \\\\ for a backslash; until then nothing of the file is read)"));
            }
        }
        return Optional.empty();
    }
}
