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

    /**
     * A mail that answers one of ours belongs where the mail we answered belongs, whatever its program says of what came before:
     * some say nothing. Any other belongs to the oldest mail that it refers to.
     */
    public static MailThread of(ParsedMail mail, String sender, String subject, Conversations ours) {
        List<String> own = HeaderText.messageIds(mail.value("Message-ID"));
        String messageId = own.isEmpty() ? "" : own.get(0);
        List<String> inReplyTo = HeaderText.messageIds(mail.value("In-Reply-To"));
        Set<String> chain = new LinkedHashSet<>(HeaderText.messageIds(mail.value("References")));
        if (chain.isEmpty() && !inReplyTo.isEmpty()) {
            chain.add(inReplyTo.get(0)); // RFC 5322 section 3.6.4: the parent's id where it has no References
        }
        chain.remove(messageId);
        if (chain.isEmpty()) {
            return new MailThread(key(sender, root(messageId, subject)), messageId, List.of());
        }
        String oldest = chain.iterator().next();
        String parent = inReplyTo.isEmpty() ? oldest : inReplyTo.get(0);
        return ours.ofOurs(parent, sender)
                .or(() -> ours.ofOurs(oldest, sender))
                .map(before -> before.continued(messageId, chain))
                .orElseGet(() -> new MailThread(key(sender, oldest), messageId, bounded(chain)));
    }

    private static String key(String sender, String root) {
        return Digests.sha256(sender + "\n" + root).substring(0, 32);
    }

    /** Of a mail that refers to none. */
    private static String root(String messageId, String subject) {
        return !messageId.isEmpty() && !Subjects.isReply(subject)
                ? messageId // the first of a conversation: those that follow will refer to it
                : "subject:" + Subjects.bare(subject).toLowerCase(Locale.ROOT);
    }

    /**
     * A later mail of this conversation. Its chain may go back no further than to our answer; it gets what comes before, so that
     * other programs see one conversation too.
     */
    private MailThread continued(String laterId, Set<String> laterChain) {
        Set<String> chain = new LinkedHashSet<>(references);
        if (!messageId.isEmpty()) {
            chain.add(messageId);
        }
        chain.addAll(laterChain);
        chain.remove(laterId);
        return new MailThread(key, laterId, bounded(chain));
    }

    /** The root and the nearest ones: what clients need to keep the conversation together. */
    private static List<String> bounded(Set<String> ids) {
        List<String> chain = List.copyOf(ids);
        if (chain.size() <= MAX_REFERENCES) {
            return chain;
        }
        List<String> kept = new ArrayList<>(chain.subList(chain.size() - (MAX_REFERENCES - 1), chain.size()));
        kept.add(0, chain.get(0));
        return kept;
    }
}
