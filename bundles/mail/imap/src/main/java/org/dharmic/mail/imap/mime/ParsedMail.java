package org.dharmic.mail.imap.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What admission needs to know of a mail.
 *
 * @param headers the header lines from top to bottom
 * @param plain the first text/plain part, decoded
 * @param html the first text/html part, decoded
 */
public record ParsedMail(List<Header> headers, Optional<String> plain, Optional<String> html) {

    /** One header line, unfolded; the name in lower case. */
    public record Header(String name, String value) {}

    public ParsedMail {
        headers = List.copyOf(headers);
    }

    public List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .filter(header -> header.name().equals(wanted))
                .map(Header::value)
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public String value(String name) {
        return first(name).orElse("");
    }
}
