package org.dharmic.mail.imap.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;
import org.apache.james.mime4j.util.MimeUtil;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.sender.Addresses;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.sender.ReplyTokens;

/**
 * Renders an answer as a mail. The same item gives the same bytes, so that a reply rendered again after a crash is the
 * same reply. It goes to the authenticated sender alone: Reply-To, Cc and whatever else the mail asks for are ignored.
 */
public final class ReplyComposer {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** A question longer than this is quoted in part; the sender has it anyway. */
    private static final int MAX_QUOTE = 4000;

    private final Supplier<byte[]> key;
    private final ReplyTokens tokens;

    public ReplyComposer(Supplier<byte[]> key) {
        this.key = key;
        tokens = new ReplyTokens(key);
    }

    /** What goes into the headers and the body, wherever it comes from. */
    private record Letter(
            String recipient,
            String subject,
            String markdown,
            String question,
            String footer,
            List<String> references,
            String inReplyTo,
            String autoSubmitted) {}

    /**
     * @param item in ANSWERED
     * @throws IllegalArgumentException when it has no recipient that can be written to, or no answer
     */
    public Reply compose(Item item, Author author) {
        Letter letter = item.outbound().map(ReplyComposer::announcement).orElseGet(() -> answer(item));
        String seed = Digests.hmac(key.get(), item.id());
        String messageId = tokens.messageId(
                seed.substring(0, 32), letter.recipient(), answeredAt(item).plus(author.tokenLife()), author.domain());
        String boundary =
                "=_" + Digests.hmac(key.get(), "boundary " + item.id()).substring(0, 32);

        StringBuilder mail = new StringBuilder(4096);
        header(mail, "Date", DATE.format(answeredAt(item)));
        header(mail, "From", from(author));
        header(mail, "To", "<" + letter.recipient() + ">");
        header(mail, "Subject", encoded(letter.subject(), "Subject: ".length()));
        header(mail, "Message-ID", messageId);
        if (!letter.inReplyTo().isEmpty()) {
            header(mail, "In-Reply-To", letter.inReplyTo());
        }
        if (!letter.references().isEmpty()) {
            header(mail, "References", String.join("\r\n ", letter.references()));
        }
        header(mail, "Auto-Submitted", letter.autoSubmitted());
        header(mail, "X-Auto-Response-Suppress", "All");
        header(mail, "X-Dharmic-Item", HeaderText.singleLine(item.id()));
        header(mail, "MIME-Version", "1.0");
        header(mail, "Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
        mail.append("\r\n");
        Markdown answer = Markdown.render(letter.markdown());
        part(mail, boundary, "text/plain", plain(letter, answer.plain()));
        part(mail, boundary, "text/html", html(letter, answer.html()));
        mail.append("--").append(boundary).append("--\r\n");
        return new Reply(mail.toString().getBytes(StandardCharsets.US_ASCII), messageId, letter.recipient());
    }

    private static Letter answer(Item item) {
        Step.Admitted asked = item.admitted()
                .orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " was never admitted"));
        Step.Answered answered =
                item.answered().orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " has no answer"));
        List<String> references = new ArrayList<>();
        asked.references().forEach(each -> references.addAll(HeaderText.messageIds(each)));
        List<String> own = HeaderText.messageIds(asked.messageId());
        references.addAll(own);
        return new Letter(
                recipient(asked.sender()),
                "Re: " + MailThread.bareSubject(HeaderText.singleLine(asked.subject())),
                answered.markdown(),
                HeaderText.cut(asked.text(), MAX_QUOTE),
                "Item " + item.id() + ". Send /why on the first line of a reply to learn what this answer was made of.",
                references,
                own.isEmpty() ? "" : own.get(0),
                "auto-replied");
    }

    private static Letter announcement(Outbound outbound) {
        return new Letter(
                recipient(outbound.to()),
                HeaderText.singleLine(outbound.subject()),
                outbound.markdown(),
                "",
                "Sent by the agent of its own accord.",
                List.of(),
                "",
                "auto-generated");
    }

    private static String recipient(String address) {
        return Addresses.strict(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "recipient must be one plain address, was '" + HeaderText.singleLine(address) + "'"));
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
        mail.append("Content-Type: ").append(type).append("; charset=utf-8\r\n");
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

    private static String plain(Letter letter, String answer) {
        StringBuilder text = new StringBuilder(answer.strip()).append("\n");
        if (!letter.question().isBlank()) {
            text.append("\nYou wrote:\n");
            letter.question()
                    .lines()
                    .forEach(line -> text.append("> ").append(line).append('\n'));
        }
        return text.append("\n-- \n").append(letter.footer()).append('\n').toString();
    }

    private static String html(Letter letter, String answer) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html>\n<body>\n");
        page.append(answer);
        Optional.of(letter.question()).filter(question -> !question.isBlank()).ifPresent(question -> page.append(
                        "<p>You wrote:</p>\n<blockquote type=\"cite\">")
                .append(Markdown.escaped(question).replaceAll("\\r?\\n", "<br>\n"))
                .append("</blockquote>\n"));
        return page.append("<hr>\n<p><small>")
                .append(Markdown.escaped(letter.footer()))
                .append("</small></p>\n</body>\n</html>\n")
                .toString();
    }
}
