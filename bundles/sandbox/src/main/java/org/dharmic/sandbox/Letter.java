package org.dharmic.sandbox;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A mail as a person writes it.
 *
 * @param references the Message-IDs of the thread so far, oldest first; the last one is what it replies to
 */
record Letter(
        String messageId, String from, String to, String subject, List<String> references, String text, Instant date) {

    Letter {
        references = List.copyOf(references);
    }

    /** The first letter of a thread. */
    static Letter opening(String from, String to, String subject, String text, Instant date) {
        return new Letter(freshId(from), from, to, subject, List.of(), text, date);
    }

    /** The next letter of a thread, in answer to {@code reply}, with its text quoted below as mail programs do. */
    static Letter inReplyTo(Reply reply, String from, String subject, String text, Instant date) {
        List<String> references = new ArrayList<>(reply.references());
        references.add(reply.messageId());
        String quoted = reply.text().strip().lines().map(line -> "> " + line).reduce("", (a, b) -> a + b + "\n");
        String attribution = "On "
                + DateTimeFormatter.ISO_LOCAL_DATE.format(date.atOffset(ZoneOffset.UTC)) + ", " + reply.from()
                + " wrote:\n";
        return new Letter(
                freshId(from), from, reply.from(), subject, references, text + "\n\n" + attribution + quoted, date);
    }

    private static String freshId(String from) {
        return "<" + UUID.randomUUID() + from.substring(from.indexOf('@')) + ">";
    }

    byte[] bytes() {
        StringBuilder out = new StringBuilder();
        field(out, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
        field(out, "From", from);
        field(out, "To", to);
        field(out, "Subject", encoded(subject));
        field(out, "Message-ID", messageId);
        if (!references.isEmpty()) {
            field(out, "In-Reply-To", references.get(references.size() - 1));
            field(out, "References", String.join("\r\n ", references));
        }
        field(out, "MIME-Version", "1.0");
        field(out, "Content-Type", "text/plain; charset=utf-8");
        field(out, "Content-Transfer-Encoding", "base64");
        out.append("\r\n");
        out.append(Base64.getMimeEncoder()
                .encodeToString(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
        out.append("\r\n");
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    private static String encoded(String subject) {
        try {
            return MimeUtility.fold("Subject: ".length(), MimeUtility.encodeText(subject, "utf-8", "Q"));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM knows UTF-8", e);
        }
    }
}
