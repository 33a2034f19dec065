package org.dharmic.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.MailParser;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.QuotedHistory;
import org.dharmic.mail.imap.mime.Stub;
import org.dharmic.mail.imap.mime.Unreadable;
import org.dharmic.mail.imap.sender.Candidate;
import org.dharmic.mail.imap.sender.Doorkeeper;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.Speaker;

/** Decides from a mail's bytes whether it is answered, and extracts what the answer needs. */
final class Admission {

    /** Far more than a person writes; the model's prompt is bounded anyway. */
    private static final int MAX_TEXT = 200_000;

    private final MailParser parser = new MailParser(MailParser.Limits.DEFAULT);
    private final Doorkeeper doorkeeper;

    Admission(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    /**
     * @param item a mail
     * @param raw its bytes
     * @throws Refused when the mail is not to be answered
     * @throws NotNow when it cannot be decided now
     * @throws IOException when its bytes cannot be read
     */
    Step.Admitted admit(Item item, Candidate.Raw raw, ImapSettings settings) throws IOException, Refused, NotNow {
        ParsedMail mail;
        try (InputStream bytes = raw.open()) {
            mail = read(bytes);
        }
        var stub = Stub.reason(mail);
        if (stub.isPresent()) {
            throw new Refused(Refused.Why.TOO_BIG, stub.get());
        }
        Candidate candidate = new Candidate(
                item.id(),
                item.released(),
                mail,
                raw,
                item.arrival().map(Arrival::internalDate).orElse(item.createdAt()));
        Speaker speaker = doorkeeper.admit(candidate, settings.senders());

        String subject = HeaderText.subject(mail.value("Subject"));
        QuotedHistory body = QuotedHistory.split(mail.body().shown());
        if (body.text().isBlank() && subject.isBlank()) {
            throw new Refused(Refused.Why.EMPTY, "neither subject nor text");
        }
        MailThread thread = MailThread.of(mail, speaker.address(), subject);
        doorkeeper.enter(candidate, speaker, thread.key(), settings.senders());
        return new Step.Admitted(
                speaker.address(),
                speaker.tier().name().toLowerCase(Locale.ROOT),
                speaker.scope(),
                thread.key(),
                thread.messageId(),
                thread.references(),
                subject,
                HeaderText.cut(body.text(), MAX_TEXT),
                HeaderText.cut(body.quoted(), MAX_TEXT),
                mail.attachments(),
                speaker.verdict());
    }

    private ParsedMail read(InputStream bytes) throws IOException, Refused {
        try {
            return parser.parse(bytes);
        } catch (Unreadable e) {
            throw new Refused(Refused.Why.MALFORMED, e.getMessage());
        }
    }
}
