package org.dharmic.mail.imap.sender;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.dharmic.mail.imap.mime.MailParser;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.Unreadable;

/** Parsed mails for tests. */
final class Parsed {

    private Parsed() {}

    static ParsedMail mail(String raw) {
        try {
            return new MailParser(MailParser.Limits.DEFAULT)
                    .parse(new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | Unreadable e) {
            throw new AssertionError(e);
        }
    }
}
