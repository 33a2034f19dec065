package org.dharmic.mail.imap.admission;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.AttachmentCaps;
import org.dharmic.mail.imap.mime.AttachmentStore;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.MailParser;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.QuotedHistory;
import org.dharmic.mail.imap.mime.Stub;
import org.dharmic.mail.imap.mime.Unreadable;
import org.dharmic.mail.imap.sender.Candidate;
import org.dharmic.mail.imap.sender.Conversations;
import org.dharmic.mail.imap.sender.Doorkeeper;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.SenderPolicy;
import org.dharmic.mail.imap.sender.Speaker;

/** Decides from a mail's bytes whether it is answered, and extracts what the answer needs. */
public final class Admission {

    /** Far more than a person writes; the model's prompt is bounded anyway. */
    private static final int MAX_TEXT = 200_000;

    private final MailParser parser = new MailParser(MailParser.Limits.DEFAULT);
    private final Doorkeeper doorkeeper;
    private final Conversations ours;
    private final AttachmentStore store;

    public Admission(Doorkeeper doorkeeper, Conversations ours, AttachmentStore store) {
        this.doorkeeper = doorkeeper;
        this.ours = ours;
        this.store = store;
    }

    /**
     * @param item a mail
     * @param raw its bytes
     * @param senders who may speak
     * @param caps of what is attached
     * @throws Refused when the mail is not to be answered
     * @throws NotNow when it cannot be decided now
     * @throws IOException when its bytes cannot be read, or what is attached cannot be stored
     */
    public Step.Admitted admit(Item item, Candidate.Raw raw, SenderPolicy senders, AttachmentCaps caps)
            throws IOException, Refused, NotNow {
        ParsedMail mail = read(raw, parser::header);
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
        Speaker speaker = doorkeeper.admit(candidate, senders);

        // Nothing is spent on what a stranger writes, and nothing of it is stored.
        ParsedMail letter = read(raw, bytes -> parser.parse(bytes, caps, store));
        checkKind(letter);
        String subject = HeaderText.subject(mail.value("Subject"));
        QuotedHistory body = QuotedHistory.split(letter.body().shown());
        if (body.text().isBlank() && subject.isBlank()) {
            throw new Refused(Refused.Why.EMPTY, "neither subject nor text");
        }
        MailThread thread = MailThread.of(mail, speaker.address(), subject, ours);
        doorkeeper.enter(candidate, speaker, thread.key(), senders);
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
                letter.attachments(),
                speaker.verdict());
    }

    private static void checkKind(ParsedMail letter) throws Refused {
        if (letter.kinds().contains(ParsedMail.Kind.CALENDAR)) {
            throw new Refused(Refused.Why.AUTOMATIC, "automatic mail: it is an invitation or an answer to one");
        }
        if (letter.kinds().contains(ParsedMail.Kind.REPORT)) {
            throw new Refused(Refused.Why.AUTOMATIC, "automatic mail: it is a delivery or disposition report");
        }
        if (letter.kinds().contains(ParsedMail.Kind.ENCRYPTED)) {
            throw new Refused(Refused.Why.EMPTY, "it is encrypted, and nothing here can read it");
        }
    }

    @FunctionalInterface
    private interface Reading {
        ParsedMail of(InputStream bytes) throws IOException, Unreadable;
    }

    private static ParsedMail read(Candidate.Raw raw, Reading reading) throws IOException, Refused {
        try (InputStream bytes = raw.open()) {
            return reading.of(bytes);
        } catch (Unreadable e) {
            throw new Refused(Refused.Why.MALFORMED, e.getMessage());
        }
    }
}
