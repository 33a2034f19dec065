package org.dharmic.mail.imap.sender;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Authentication-Results line (RFC 8601 section 2.2).
 *
 * @param authservId who says so, lower case
 * @param results what it found
 */
record AuthenticationResults(String authservId, List<Result> results) {

    /**
     * @param method {@code dkim}, {@code spf}, {@code dmarc}, …
     * @param result {@code pass}, {@code fail}, …
     * @param properties {@code ptype.property} to value, lower case
     */
    record Result(String method, String result, Map<String, String> properties) {

        /** The server examined nothing. */
        static final Result NONE = new Result("none", "none", Map.of());

        String property(String name) {
            return properties.getOrDefault(name, "");
        }
    }

    /** Empty when the line is not what the RFC says. */
    static Optional<AuthenticationResults> parse(String value) {
        List<List<String>> statements = statements(value);
        if (statements.isEmpty()
                || statements.get(0).isEmpty()
                || statements.get(0).size() > 2) {
            return Optional.empty(); // authserv-id, perhaps a version, nothing else
        }
        List<Result> results = new ArrayList<>();
        for (List<String> words : statements.subList(1, statements.size())) {
            if (!words.isEmpty()) {
                result(words).ifPresent(results::add);
            }
        }
        return Optional.of(
                new AuthenticationResults(statements.get(0).get(0).toLowerCase(Locale.ROOT), List.copyOf(results)));
    }

    private static Optional<Result> result(List<String> words) {
        String[] first = words.get(0).split("=", 2);
        if (first.length != 2) {
            return Optional.empty();
        }
        String method = first[0].split("/", 2)[0].toLowerCase(Locale.ROOT);
        Map<String, String> properties = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            String[] pair = word.split("=", 2);
            if (pair.length == 2
                    && properties.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair[1].toLowerCase(Locale.ROOT))
                            != null) {
                return Optional.of(new Result(method, "ambiguous", Map.of())); // said twice: which one holds?
            }
        }
        return Optional.of(new Result(method, first[1].toLowerCase(Locale.ROOT), properties));
    }

    /** Splits at semicolons and blanks outside of quotes; comments, which nest, are dropped. */
    private static List<List<String>> statements(String value) {
        List<List<String>> statements = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int comment = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || comment > 0) && i + 1 < value.length()) {
                i++;
                if (quoted && comment == 0) {
                    word.append(value.charAt(i));
                }
            } else if (comment > 0) {
                comment += c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                word.append(c);
            } else if (c == '(') {
                comment = 1;
            } else if (c == ';' || Character.isWhitespace(c)) {
                endWord(word, words);
                if (c == ';') {
                    statements.add(words);
                    words = new ArrayList<>();
                }
            } else {
                word.append(c);
            }
        }
        if (quoted || comment > 0) {
            return List.of(); // left open: no reading is the right one
        }
        endWord(word, words);
        statements.add(words);
        return statements.stream().map(AuthenticationResults::joined).toList();
    }

    private static void endWord(StringBuilder word, List<String> words) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** {@code dkim = pass} is the same as {@code dkim=pass}. */
    private static List<String> joined(List<String> words) {
        List<String> joined = new ArrayList<>();
        for (String word : words) {
            int last = joined.size() - 1;
            if (last >= 0 && (word.startsWith("=") || joined.get(last).endsWith("="))) {
                joined.set(last, joined.get(last) + word);
            } else {
                joined.add(word);
            }
        }
        return joined;
    }
}
