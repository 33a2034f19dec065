package org.dharmic.mail.imap.admission;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.dharmic.mail.imap.mime.Parsed;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.sender.Addresses;
import org.dharmic.mail.imap.settings.Settings;

/** Raw mails for tests. */
public final class Mails {

    private Mails() {}

    /** The lines our own server puts above a mail whose sender it has verified. */
    public static String genuine(String from) {
        return "Authentication-Results: mx.example.org; dmarc=pass header.from=" + Addresses.domain(from)
                + "\r\nReceived: from mail.friends.example by mx.example.org with ESMTPS; Sun, 22 Nov 2026 10:00:00 +0000\r\n";
    }

    /** A verified mail of Alice's with these further header lines. */
    public static String fromAlice(String headers, String body) {
        return genuine(Settings.ALICE) + "From: Alice <" + Settings.ALICE + ">\r\n" + headers + "\r\n" + body;
    }

    static InputStream stream(String raw) {
        return new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8));
    }

    static ParsedMail parsed(String raw) {
        return Parsed.mail(raw);
    }
}
