package org.dharmic.mail.imap.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;
import org.apache.james.mime4j.util.MimeUtil;
import org.dharmic.journal.Item;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.mail.imap.sender.ReplyTokens;

/**
 * Renders an answer as a mail. The same item gives the same bytes, so that a reply rendered again after a crash is the
 * same reply. It goes to the authenticated sender alone: Reply-To, Cc and whatever else the mail asks for are ignored.
 */
public final class ReplyComposer {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private final Supplier<byte[]> key;
    private final ReplyTokens tokens;

    public ReplyComposer(Supplier<byte[]> key) {
        this.key = key;
        tokens = new ReplyTokens(key);
    }

    /**
     * @param item in ANSWERED
     * @param about the item in whose conversation one of our own accord belongs; empty when it belongs to no other mail
     * @throws IllegalArgumentException when it has no recipient that can be written to, or no answer
     */
    public Reply compose(Item item, Optional<Item> about, Author author) {
        Letter letter = Letter.of(item, about);
        String messageId = tokens.messageId(
                item.id(), letter.recipient(), answeredAt(item).plus(author.tokenLife()), author.domain());
        String boundary =
                "=_" + Digests.hmac(key.get(), "boundary " + item.id()).substring(0, 32);

        StringBuilder mail = new StringBuilder(4096);
        header(mail, "Date", DATE.format(answeredAt(item)));
        header(mail, "From", from(author));
        header(mail, "To", "<" + letter.recipient() + ">");
        header(mail, "Subject", encoded(letter.subject(), "Subject: ".length()));
        header(mail, "Message-ID", messageId);
        letter.asked().ifPresent(asked -> refer(mail, asked));
        header(mail, "Auto-Submitted", letter.autoSubmitted());
        header(mail, "X-Auto-Response-Suppress", "All");
        header(mail, "X-Dharmic-Item", HeaderText.singleLine(item.id()));
        header(mail, "MIME-Version", "1.0");
        header(mail, "Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
        mail.append("\r\n");
        Body body = new Body(letter);
        part(mail, boundary, "text/plain; charset=utf-8; format=flowed", body.plain());
        part(mail, boundary, "text/html; charset=utf-8", body.html());
        mail.append("--").append(boundary).append("--\r\n");
        return new Reply(mail.toString().getBytes(StandardCharsets.US_ASCII), messageId, letter.recipient());
    }

    private static void refer(StringBuilder mail, Letter.Asked asked) {
        if (!asked.messageId().isEmpty()) {
            header(mail, "In-Reply-To", asked.messageId());
        }
        if (!asked.references().isEmpty()) {
            header(mail, "References", String.join("\r\n ", asked.references()));
        }
    }

    /** When the answer became durable; a later failure to render it does not move it. */
    private static Instant answeredAt(Item item) {
        return item.updatedAt();
    }

    private static String from(Author author) {
        String address = "<" + author.address() + ">";
        return author.name().isEmpty() ? address : EncoderUtil.encodeAddressDisplayName(author.name()) + " " + address;
    }

    private static String encoded(String text, int used) {
        return EncoderUtil.encodeIfNecessary(text, EncoderUtil.Usage.TEXT_TOKEN, used);
    }

    /** Values come without line breaks, or with those that we put in ourselves before a blank. */
    private static void header(StringBuilder mail, String name, String value) {
        String line = name + ": " + value;
        mail.append(value.contains("\r\n") ? line : MimeUtil.fold(line, 0)).append("\r\n");
    }

    private static void part(StringBuilder mail, String boundary, String type, String text) {
        mail.append("--").append(boundary).append("\r\n");
        mail.append("Content-Type: ").append(type).append("\r\n");
        mail.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        mail.append(quotedPrintable(text)).append("\r\n");
    }

    private static String quotedPrintable(String text) {
        String lines = text.replace("\0", "").replaceAll("\\r\\n|\\r|\\n", "\r\n");
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (QuotedPrintableOutputStream out = new QuotedPrintableOutputStream(encoded, false)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return encoded.toString(StandardCharsets.US_ASCII);
    }
}
