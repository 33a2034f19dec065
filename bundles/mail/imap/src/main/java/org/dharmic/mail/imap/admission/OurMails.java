package org.dharmic.mail.imap.admission;

import java.util.Optional;
import java.util.function.Function;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.sender.Conversations;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.sender.ReplyTokens;

/** Knows our mails by the item's id in their Message-IDs, so that one question to the journal finds each. */
public final class OurMails implements Conversations {

    private final Function<String, Optional<Item>> items;

    /** @param items the journal's, by id */
    public OurMails(Function<String, Optional<Item>> items) {
        this.items = items;
    }

    @Override
    public Optional<MailThread> ofOurs(String messageId, String sender) {
        return ReplyTokens.seed(messageId)
                .flatMap(items)
                .filter(item -> item.ready()
                        .filter(ready -> ready.messageId().equals(messageId))
                        .isPresent())
                .flatMap(this::question)
                .filter(question -> question.sender().equals(sender))
                .map(question -> new MailThread(question.thread(), question.messageId(), question.references()));
    }

    /** The mail that it answers, or that one of our own accord is about. */
    private Optional<Step.Admitted> question(Item item) {
        return item.admitted().or(() -> item.outbound()
                .map(Outbound::about)
                .filter(about -> !about.isEmpty())
                .flatMap(items)
                .flatMap(Item::admitted));
    }
}
