package org.dharmic.mail.imap.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Parsed mails for tests, whose attachments are stored nowhere. */
public final class Parsed {

    private static final AttachmentCaps NOTHING = new AttachmentCaps(0, 0, 0);

    private Parsed() {}

    public static ParsedMail mail(String raw) {
        try {
            return mail(
                    new MailParser(MailParser.Limits.DEFAULT),
                    new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | Unreadable e) {
            throw new AssertionError(e);
        }
    }

    static ParsedMail mail(MailParser parser, InputStream bytes) throws IOException, Unreadable {
        return parser.parse(bytes, NOTHING, (decoded, max) -> {
            throw new AssertionError("caps of nothing let nothing through");
        });
    }
}
