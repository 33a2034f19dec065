package org.dharmic.sandbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A mail as a mail program shows it.
 *
 * @param inReplyTo empty when it answers nothing
 * @param references oldest first
 * @param text the first plain text part, empty when there is none
 */
record Reply(String messageId, String from, String subject, String inReplyTo, List<String> references, String text) {

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]+>");

    static Reply parse(byte[] bytes) throws MessagingException, IOException {
        MimeMessage mail = new MimeMessage((Session) null, new ByteArrayInputStream(bytes));
        List<String> answered = messageIds(mail.getHeader("In-Reply-To", " "));
        InternetAddress from = (InternetAddress) mail.getFrom()[0];
        return new Reply(
                mail.getMessageID(),
                from.getAddress(),
                Optional.ofNullable(mail.getSubject()).orElse(""),
                answered.isEmpty() ? "" : answered.get(0),
                messageIds(mail.getHeader("References", " ")),
                plainText(mail).orElse("").replace("\r\n", "\n"));
    }

    private static List<String> messageIds(String header) {
        return header == null
                ? List.of()
                : MESSAGE_ID.matcher(header).results().map(MatchResult::group).toList();
    }

    /** Walks the parts by their sources, so that no content handler has to be found through the thread's class loader. */
    private static Optional<String> plainText(MimePart part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            String charset = new ContentType(part.getContentType()).getParameter("charset");
            try (InputStream in = part.getInputStream()) {
                return Optional.of(
                        new String(in.readAllBytes(), charset == null ? StandardCharsets.UTF_8.name() : charset));
            }
        }
        if (part.isMimeType("multipart/*")) {
            MimeMultipart parts = new MimeMultipart(new MimePartDataSource(part));
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart each = parts.getBodyPart(i);
                Optional<String> text = each instanceof MimePart mime ? plainText(mime) : Optional.empty();
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }
}
