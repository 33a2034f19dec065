package org.dharmic.mail.imap.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A header value with parameters, as Content-Type and Content-Disposition have them, read tolerantly and in one pass.
 *
 * @param value what stands before the first semicolon, in lower case
 * @param named the parameters by name in lower case; parts and character sets (RFC 2231) are resolved
 */
record Parameters(String value, Map<String, String> named) {

    static final Parameters NONE = new Parameters("", Map.of());

    /** Honest lines have five; each may come in parts. */
    private static final int MAX = 100;

    private static final int MAX_VALUE = 2000;

    static Parameters of(String line) {
        Scanner scanner = new Scanner(line);
        String value = scanner.upTo(";").strip().toLowerCase(Locale.ROOT);
        Map<String, String> plain = new HashMap<>();
        Map<String, TreeMap<Integer, Part>> split = new HashMap<>();
        for (int n = 0; n < MAX && scanner.skipSemicolon(); n++) {
            String name = scanner.upTo("=;").strip().toLowerCase(Locale.ROOT);
            if (!scanner.skipEquals()) {
                continue; // a name alone means nothing
            }
            String text = HeaderText.cut(scanner.value(), MAX_VALUE);
            int star = name.indexOf('*');
            if (star < 0) {
                plain.putIfAbsent(name, text);
            } else {
                part(split, name, star, text);
            }
        }
        split.forEach((name, parts) -> plain.put(name, joined(parts)));
        return new Parameters(value, Map.copyOf(plain));
    }

    String get(String name) {
        return named.getOrDefault(name, "");
    }

    /** One piece of a value; {@code encoded} when it may have percent signs. */
    private record Part(String text, boolean encoded) {}

    /** {@code name*}, {@code name*0} or {@code name*0*} (RFC 2231 sections 3 and 4). */
    private static void part(Map<String, TreeMap<Integer, Part>> split, String name, int star, String text) {
        String place = name.substring(star + 1);
        boolean encoded = place.isEmpty() || place.endsWith("*");
        String number = place.endsWith("*") ? place.substring(0, place.length() - 1) : place;
        if (number.length() > 3 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        split.computeIfAbsent(name.substring(0, star), each -> new TreeMap<>())
                .putIfAbsent(number.isEmpty() ? 0 : Integer.parseInt(number), new Part(text, encoded));
    }

    private static String joined(TreeMap<Integer, Part> parts) {
        String charset = null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean first = true;
        for (Part part : parts.values()) {
            String text = part.text();
            if (first && part.encoded()) {
                int language = text.indexOf('\'');
                int start = language < 0 ? -1 : text.indexOf('\'', language + 1);
                if (start >= 0) {
                    charset = text.substring(0, language);
                    text = text.substring(start + 1);
                }
            }
            first = false;
            bytes.writeBytes(part.encoded() ? unescaped(text) : text.getBytes(StandardCharsets.UTF_8));
        }
        return HeaderText.cut(Charsets.decode(bytes.toByteArray(), charset), MAX_VALUE);
    }

    private static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write((high << 4) + low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static final class Scanner {
        private final String line;
        private int at;

        Scanner(String line) {
            this.line = line;
        }

        String upTo(String ends) {
            int start = at;
            while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
                at++;
            }
            return line.substring(start, at);
        }

        boolean skipSemicolon() {
            return skip(';');
        }

        boolean skipEquals() {
            return skip('=');
        }

        private boolean skip(char wanted) {
            if (at < line.length() && line.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        /** Quoted or not; moves to the next semicolon. */
        String value() {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (!skip('"')) {
                return upTo(";").strip();
            }
            StringBuilder text = new StringBuilder();
            while (at < line.length() && line.charAt(at) != '"') {
                if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                    at++;
                }
                text.append(line.charAt(at++));
            }
            upTo(";");
            return text.toString();
        }
    }
}
