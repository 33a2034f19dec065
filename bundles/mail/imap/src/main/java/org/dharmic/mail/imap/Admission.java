package org.dharmic.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.MailParser;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.QuotedHistory;
import org.dharmic.mail.imap.mime.Stub;
import org.dharmic.mail.imap.mime.Unreadable;
import org.dharmic.mail.imap.sender.Addresses;
import org.dharmic.mail.imap.sender.AutomaticMail;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.SenderAuthentication;

/** Decides from a mail's bytes whether it is answered, and extracts what the answer needs. */
final class Admission {

    /** Far more than a person writes; the model's prompt is bounded anyway. */
    private static final int MAX_TEXT = 200_000;

    private final MailParser parser = new MailParser(MailParser.Limits.DEFAULT);

    /**
     * @throws Refused when the mail is not to be answered
     * @throws IOException when its bytes cannot be read
     */
    Step.Admitted admit(InputStream bytes, ImapSettings settings) throws IOException, Refused {
        ParsedMail mail = read(bytes);
        var stub = Stub.reason(mail);
        if (stub.isPresent()) {
            throw new Refused(Refused.Why.TOO_BIG, stub.get());
        }
        String sender = Addresses.sender(mail.all("From"))
                .orElseThrow(() -> new Refused(
                        Refused.Why.MALFORMED,
                        "not exactly one From line with exactly one plain address ("
                                + mail.all("From").size() + " lines)"));
        var automatic = AutomaticMail.sign(mail, sender, settings.address());
        if (automatic.isPresent()) {
            throw new Refused(Refused.Why.AUTOMATIC, "automatic mail: " + automatic.get());
        }
        if (!settings.senders().allowed().contains(sender)) {
            throw new Refused(Refused.Why.NOT_ALLOWED, "sender is not in allowed.senders");
        }
        String verdict = new SenderAuthentication(settings.senders()).verdict(mail, sender);

        String subject = HeaderText.subject(mail.value("Subject"));
        QuotedHistory body = QuotedHistory.split(mail.body().shown());
        if (body.text().isBlank() && subject.isBlank()) {
            throw new Refused(Refused.Why.EMPTY, "neither subject nor text");
        }
        MailThread thread = MailThread.of(mail, sender, subject);
        return new Step.Admitted(
                sender,
                settings.tier(),
                settings.scope(),
                thread.key(),
                thread.messageId(),
                thread.references(),
                subject,
                HeaderText.cut(body.text(), MAX_TEXT),
                HeaderText.cut(body.quoted(), MAX_TEXT),
                mail.attachments(),
                verdict);
    }

    private ParsedMail read(InputStream bytes) throws IOException, Refused {
        try {
            return parser.parse(bytes);
        } catch (Unreadable e) {
            throw new Refused(Refused.Why.MALFORMED, e.getMessage());
        }
    }
}
