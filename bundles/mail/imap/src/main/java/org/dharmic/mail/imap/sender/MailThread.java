package org.dharmic.mail.imap.sender;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.Subjects;

/**
 * Which conversation a mail belongs to, and how to answer inside it.
 *
 * @param key the same for all mails of one conversation of one sender; nobody can slip into another's
 * @param messageId the mail's own id, empty when it has none
 * @param references the ids before it, oldest first, bounded
 */
public record MailThread(String key, String messageId, List<String> references) {

    /** Enough for every client to find the conversation, and a bounded header line. */
    static final int MAX_REFERENCES = 20;

    public static MailThread of(ParsedMail mail, String sender, String subject) {
        List<String> own = HeaderText.messageIds(mail.value("Message-ID"));
        String messageId = own.isEmpty() ? "" : own.get(0);
        Set<String> chain = new LinkedHashSet<>(HeaderText.messageIds(mail.value("References")));
        List<String> inReplyTo = HeaderText.messageIds(mail.value("In-Reply-To"));
        if (chain.isEmpty() && !inReplyTo.isEmpty()) {
            chain.add(inReplyTo.get(0)); // RFC 5322 section 3.6.4: the parent's id where it has no References
        }
        chain.remove(messageId);
        List<String> references = bounded(new ArrayList<>(chain));
        String root;
        if (!references.isEmpty()) {
            root = references.get(0);
        } else if (!messageId.isEmpty() && !Subjects.isReply(subject)) {
            root = messageId; // the first of a conversation: those that follow will refer to it
        } else {
            root = "subject:" + Subjects.bare(subject).toLowerCase(Locale.ROOT);
        }
        return new MailThread(Digests.sha256(sender + "\n" + root).substring(0, 32), messageId, references);
    }

    /** The root and the nearest ones: what clients need to keep the conversation together. */
    private static List<String> bounded(List<String> chain) {
        if (chain.size() <= MAX_REFERENCES) {
            return chain;
        }
        List<String> kept = new ArrayList<>(chain.subList(chain.size() - (MAX_REFERENCES - 1), chain.size()));
        kept.add(0, chain.get(0));
        return kept;
    }
}
