package org.dharmic.swap.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header, as the OSGi Core specification 3.2.4 writes them:
 * {@code path;path;attribute=value;attribute:Type="value";directive:=value}.
 *
 * @param paths at least one
 * @param attributes names as written, with their type behind a colon where one is given
 */
public record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

    public Clause {
        paths = List.copyOf(paths);
        attributes = Map.copyOf(attributes);
        directives = Map.copyOf(directives);
    }

    public String path() {
        return paths.get(0);
    }

    /**
     * @param header null and blank give no clause
     * @throws IllegalArgumentException when it is not written like that; the message says where
     */
    public static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        if (header != null && !header.isBlank()) {
            for (String clause : split(header, ',')) {
                clauses.add(clause(clause));
            }
        }
        return clauses;
    }

    private static Clause clause(String text) {
        List<String> paths = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (String part : split(text, ';')) {
            int equals = outsideQuotes(part, '=');
            if (equals < 0) {
                if (part.isEmpty() || part.contains("\"") || !attributes.isEmpty() || !directives.isEmpty()) {
                    throw new IllegalArgumentException(
                            "'" + part + "' in '" + text + "' is neither path nor parameter");
                }
                paths.add(part);
                continue;
            }
            boolean directive = equals > 0 && part.charAt(equals - 1) == ':';
            String name = part.substring(0, directive ? equals - 1 : equals).strip();
            if ((directive ? directives : attributes)
                            .putIfAbsent(
                                    name, unquoted(part.substring(equals + 1).strip()))
                    != null) {
                throw new IllegalArgumentException("'" + name + "' stands twice in '" + text + "'");
            }
        }
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names nothing");
        }
        return new Clause(paths, attributes, directives);
    }

    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == at && !quoted) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed in '" + text + "'");
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }

    private static int outsideQuotes(String text, char wanted) {
        int found = text.indexOf(wanted);
        int quote = text.indexOf('"');
        return quote >= 0 && quote < found ? -1 : found;
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return value;
    }
}
