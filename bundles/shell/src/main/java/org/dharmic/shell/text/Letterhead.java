package org.dharmic.shell.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a mail says it is from, and what about: for a person who decides, never for a decision. Reads no more than the first
 * {@value #MOST_BYTES} bytes.
 *
 * @param from the From lines, decoded; several are shown as such
 * @param subject the Subject line, decoded
 */
public record Letterhead(Optional<String> from, Optional<String> subject) {

    /** Of a mail whose bytes are not there. */
    public static final Letterhead UNREADABLE = new Letterhead(Optional.empty(), Optional.empty());

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_CHARS = 1_000;
    /** RFC 2047 section 2; blanks between two of them do not belong to the text (section 6.2). */
    private static final Pattern ENCODED =
            Pattern.compile("=\\?([^?*\\s]{1,40})(?:\\*[^?]{0,20})?\\?([BbQq])\\?([^?\\s]{0,1000})\\?=");

    private static final Pattern BETWEEN = Pattern.compile("(\\?=)\\s+(?==\\?)");

    public static Letterhead read(InputStream mail) throws IOException {
        String head = new String(mail.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = head.indexOf("\n\n");
        String[] lines = (end < 0 ? head : head.substring(0, end))
                .replaceAll("\n[ \t]+", " ")
                .split("\n");
        return new Letterhead(field(lines, "from:"), field(lines, "subject:"));
    }

    private static Optional<String> field(String[] lines, String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.length() >= name.length()
                    && line.substring(0, name.length()).toLowerCase(Locale.ROOT).equals(name)) {
                values.add(Words.cut(Words.line(decoded(line.substring(name.length()))), MOST_CHARS));
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(" | ", values));
    }

    private static String decoded(String value) {
        String cut = value.length() > 4 * MOST_CHARS ? value.substring(0, 4 * MOST_CHARS) : value;
        return ENCODED.matcher(BETWEEN.matcher(cut).replaceAll("$1")).replaceAll(Letterhead::word);
    }

    /** As it stands when it is none: hostile mail shows what it is. */
    private static String word(MatchResult found) {
        try {
            Charset charset = Charset.forName(found.group(1));
            byte[] bytes = found.group(2).equalsIgnoreCase("B")
                    ? Base64.getMimeDecoder().decode(found.group(3))
                    : quoted(found.group(3));
            return Matcher.quoteReplacement(new String(bytes, charset));
        } catch (IllegalArgumentException e) {
            return Matcher.quoteReplacement(found.group());
        }
    }

    private static byte[] quoted(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '='
                    && i + 2 < text.length()
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }
}
