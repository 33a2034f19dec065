package org.dharmic.mail.imap.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Attachment;

/**
 * What admission needs to know of a mail.
 *
 * @param headers the header lines from top to bottom
 * @param body its text, quotes and signature included
 * @param kinds what it is beside a letter
 * @param attachments the files that came with it, in their order
 */
public record ParsedMail(List<Header> headers, BodyText body, Set<Kind> kinds, List<Attachment> attachments) {

    /** Signs in the structure of a mail that no letter has. */
    public enum Kind {
        /** An invitation, an answer to one, or a change of it (RFC 6047). */
        CALENDAR,
        /** A delivery status, a read receipt or another report of a machine (RFC 6522). */
        REPORT,
        /** Encrypted: what it says is not readable here (RFC 1847, RFC 8551). */
        ENCRYPTED
    }

    /** One header line, unfolded, without CR, LF or NUL; the name in lower case. */
    public record Header(String name, String value) {}

    public ParsedMail {
        headers = List.copyOf(headers);
        kinds = Set.copyOf(kinds);
        attachments = List.copyOf(attachments);
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

    /** The first plain text, as it was sent. */
    public Optional<String> plain() {
        return body.plain();
    }

    /** The source of the first page. */
    public Optional<String> html() {
        return body.html();
    }
}
