package org.dharmic.itests.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Header fields of a mail as text; enough for mails that tests have made. */
final class Headers {

    private Headers() {}

    /** Up to and with the empty line. */
    static String section(String mail) {
        int end = mail.indexOf("\r\n\r\n");
        return end < 0 ? mail : mail.substring(0, end + 4);
    }

    static String body(String mail) {
        int end = mail.indexOf("\r\n\r\n");
        return end < 0 ? "" : mail.substring(end + 4);
    }

    /** Whole fields, folded as they came and without their last line break. */
    static List<String> fields(String mail) {
        List<String> fields = new ArrayList<>();
        for (String line : section(mail).split("\r\n")) {
            if (!fields.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
                fields.set(fields.size() - 1, fields.get(fields.size() - 1) + "\r\n" + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return fields;
    }

    static boolean isNamed(String field, String name) {
        return field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }

    static String first(String mail, String name) {
        return fields(mail).stream()
                .filter(field -> isNamed(field, name))
                .findFirst()
                .map(field -> field.substring(field.indexOf(':') + 1)
                        .replace("\r\n", "")
                        .strip())
                .orElse("");
    }
}
