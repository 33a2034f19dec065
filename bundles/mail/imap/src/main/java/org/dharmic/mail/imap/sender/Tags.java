package org.dharmic.mail.imap.sender;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of {@code name=value} tags as in a DKIM-Signature line and in a key record (RFC 6376 section 3.2). A tag that
 * stands there twice makes the list unreadable.
 */
record Tags(Map<String, String> values) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}");

    static Optional<Tags> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] parts = text.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.isEmpty() && i == parts.length - 1) {
                break; // the list may end with a semicolon
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!NAME.matcher(name).matches()
                    || values.putIfAbsent(name, part.substring(equals + 1).strip()) != null) {
                return Optional.empty();
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new Tags(values));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Without the blanks that folding may put anywhere into it. */
    String packed(String name) {
        return value(name).replaceAll("\\s+", "");
    }
}
