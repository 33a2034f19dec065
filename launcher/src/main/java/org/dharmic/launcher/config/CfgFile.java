package org.dharmic.launcher.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an {@code etc/<pid>.cfg}, read as the container reads it (Felix fileinstall 3.7.4): properties with
 * continued lines and escapes. Comments and order stay as they are. Immutable.
 */
final class CfgFile {

    /** If all values of a file look like this, it is read as one of typed values. */
    private static final Pattern TYPED =
            Pattern.compile("\\s*[TILFDXSCBilfdxscb]?(\\[[\\S\\s]*]|\\([\\S\\s]*\\)|\\{[\\S\\s]*}|\"[\\S\\s]*\")\\s*");

    private static final Pattern COMMENTED = Pattern.compile("\\s*[#!]+\\s*([A-Za-z0-9._-]+)\\s*[=:].*");

    /**
     * One key and its value.
     *
     * @param first index of its first line
     * @param end index behind its last line
     */
    private record Entry(int first, int end, String key, String raw) {}

    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();

    private CfgFile(List<String> lines) {
        this.lines = List.copyOf(lines);
        int next = 0;
        while (next < this.lines.size()) {
            next = readFrom(next);
        }
    }

    static CfgFile parse(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\r\n|\r|\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1); // what follows the last line's end is no line
        }
        return new CfgFile(lines);
    }

    private int readFrom(int first) {
        if (isComment(lines.get(first))) {
            return first + 1;
        }
        StringBuilder logical = new StringBuilder();
        int next = first;
        boolean goesOn = true;
        while (goesOn && next < lines.size()) {
            String line = lines.get(next);
            // Between continued lines a comment counts as one.
            if (next > first && isComment(line)) {
                next++;
                continue;
            }
            goesOn = endsInEscape(line);
            logical.append((goesOn ? line.substring(0, line.length() - 1) : line).stripLeading());
            next++;
        }
        Matcher parts = Pattern.compile("((?:\\\\.|[^\\\\=:\\s])*)\\s*[=:]?\\s*(.*)", Pattern.DOTALL)
                .matcher(logical);
        // What goes on behind the end of the file is dropped.
        if (!goesOn && parts.matches()) {
            entries.add(new Entry(first, next, unescape(parts.group(1)), parts.group(2)));
        }
        return next;
    }

    private static boolean isComment(String line) {
        String text = line.strip();
        return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
    }

    private static boolean endsInEscape(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Keys and values, escapes resolved and placeholders not. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.key(), unescapeBraces(unescape(entry.raw()))));
        return values;
    }

    /** The container does this after it has filled in the placeholders. */
    private static String unescapeBraces(String value) {
        StringBuilder text = new StringBuilder(value);
        for (int i = 0; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && "{}\\".indexOf(text.charAt(i + 1)) >= 0) {
                text.deleteCharAt(i);
            }
        }
        return text.toString();
    }

    /** Whether the container takes the values for typed ones, which are not edited here. */
    boolean isTyped() {
        return !entries.isEmpty()
                && entries.stream().allMatch(entry -> TYPED.matcher(entry.raw()).matches());
    }

    /** The keys that stand in comments with a value, as {@code # key = value}; the last line of each. */
    Map<String, Integer> commented() {
        Map<String, Integer> commented = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = COMMENTED.matcher(lines.get(i));
            if (line.matches()) {
                commented.put(line.group(1), i);
            }
        }
        return commented;
    }

    /** The same file with this key set: where it stands, or below its commented line, or at the end. */
    CfgFile with(String key, String value) {
        String line = escapeKey(key) + " = " + escape(value);
        List<String> changed = new ArrayList<>(lines);
        Optional<Entry> present =
                entries.stream().filter(entry -> entry.key().equals(key)).reduce((earlier, later) -> later);
        if (present.isPresent()) {
            changed.subList(present.get().first(), present.get().end()).clear();
            changed.add(present.get().first(), line);
        } else {
            Integer commented = commented().get(key);
            changed.add(commented == null ? changed.size() : commented + 1, line);
        }
        return new CfgFile(changed);
    }

    /** The same file without this key. */
    CfgFile without(String key) {
        List<String> changed = new ArrayList<>(lines);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).key().equals(key)) {
                changed.subList(entries.get(i).first(), entries.get(i).end()).clear();
            }
        }
        return new CfgFile(changed);
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String escapeKey(String key) {
        return escape(key).replace("=", "\\=").replace(":", "\\:").replace(" ", "\\ ");
    }

    /** In ASCII, so that it does not matter in which encoding somebody else reads the file. */
    private static String escape(String value) {
        StringBuilder text = new StringBuilder();
        // Spaces at both ends would be stripped, and a quote or bracket in front may be taken for a type.
        int begin = 0;
        while (begin < value.length() && value.charAt(begin) == ' ') {
            begin++;
        }
        int end = value.length();
        while (end > begin && value.charAt(end - 1) == ' ') {
            end--;
        }
        boolean looksTyped = TYPED.matcher(value).matches();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean coded = i < begin || i >= end || c < ' ' || c > '~' || looksTyped && i == begin;
            if (c == '\\') {
                text.append("\\\\\\\\"); // once as an escape, once more because of unescapeBraces
            } else if (coded) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            i++;
            char escaped = raw.charAt(i);
            if (escaped == 'u' && raw.substring(i + 1).matches("(?s)[0-9a-fA-F]{4}.*")) {
                text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'f' -> '\f';
                            case 'b' -> '\b';
                            default -> escaped;
                        });
            }
        }
        return text.toString();
    }
}
