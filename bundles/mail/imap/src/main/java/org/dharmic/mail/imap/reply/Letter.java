package org.dharmic.mail.imap.reply;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.Subjects;
import org.dharmic.mail.imap.sender.Addresses;

/**
 * What goes into the headers and the body of a mail of ours, wherever it comes from.
 *
 * @param recipient the one address
 * @param subject one line
 * @param markdown the text
 * @param footnotes whether the places in it become footnotes
 * @param asked what it answers; empty when it answers nothing
 * @param footer one line
 * @param autoSubmitted the word of RFC 3834
 */
record Letter(
        String recipient,
        String subject,
        String markdown,
        boolean footnotes,
        Optional<Asked> asked,
        String footer,
        String autoSubmitted) {

    /**
     * The mail that is answered.
     *
     * @param messageId empty when it has none
     * @param references the whole chain up to and with it, oldest first
     * @param at when it came
     * @param text what it said, bounded
     */
    record Asked(String messageId, List<String> references, Instant at, String text) {

        private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern(
                        "EEEE, d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);

        /** The line above its quote, in the form by which mail programs find a quote. */
        String attribution() {
            return "On " + DAY.format(at) + ", you wrote:";
        }
    }

    /** A question longer than this is quoted in part; the sender has it anyway. */
    private static final int MAX_QUOTE = 4000;

    private static final String CUT = "\n[…]";
    /** Whoever answered a command showed the places because they were asked for. */
    private static final String COMMAND = "command";

    /**
     * @param about the mail that one of our own accord belongs to
     * @throws IllegalArgumentException when it has no recipient that can be written to, or no answer
     */
    static Letter of(Item item, Optional<Item> about) {
        Optional<Outbound> own = item.outbound();
        if (own.isEmpty()) {
            return answer(item);
        }
        Optional<Step.Admitted> asked = about.flatMap(Item::admitted);
        return asked.isPresent() ? remark(own.get(), about.get(), asked.get()) : announcement(own.get());
    }

    private static Letter answer(Item item) {
        Step.Admitted asked = item.admitted()
                .orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " was never admitted"));
        Step.Answered answered =
                item.answered().orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " has no answer"));
        return new Letter(
                recipient(asked.sender()),
                Subjects.reply(HeaderText.singleLine(asked.subject())),
                answered.markdown(),
                !answered.executor().equals(COMMAND),
                Optional.of(asked(item, asked)),
                "Item " + item.id() + " – reply with /why to see how it came about.",
                "auto-replied");
    }

    /** Of our own accord, in a conversation that somebody began. It quotes that mail, so nobody else may get it. */
    private static Letter remark(Outbound outbound, Item about, Step.Admitted asked) {
        String recipient = recipient(outbound.to());
        if (!recipient.equals(asked.sender())) {
            throw new IllegalArgumentException("recipient must be who wrote item " + about.id()
                    + ", to whose conversation it belongs, was '" + recipient + "'");
        }
        return new Letter(
                recipient,
                Subjects.reply(HeaderText.singleLine(asked.subject())),
                outbound.markdown(),
                true,
                Optional.of(asked(about, asked)),
                "About item " + about.id() + " – sent by the agent of its own accord.",
                "auto-replied");
    }

    private static Letter announcement(Outbound outbound) {
        return new Letter(
                recipient(outbound.to()),
                HeaderText.singleLine(outbound.subject()),
                outbound.markdown(),
                true,
                Optional.empty(),
                "Sent by the agent of its own accord.",
                "auto-generated");
    }

    private static Asked asked(Item item, Step.Admitted asked) {
        List<String> references = new ArrayList<>();
        asked.references().forEach(each -> references.addAll(HeaderText.messageIds(each)));
        List<String> own = HeaderText.messageIds(asked.messageId());
        references.addAll(own);
        String text = asked.text().strip();
        return new Asked(
                own.isEmpty() ? "" : own.get(0),
                references.stream().distinct().toList(),
                item.arrival().map(Arrival::internalDate).orElse(item.createdAt()),
                text.length() > MAX_QUOTE ? HeaderText.cut(text, MAX_QUOTE) + CUT : text);
    }

    private static String recipient(String address) {
        return Addresses.strict(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "recipient must be one plain address, was '" + HeaderText.singleLine(address) + "'"));
    }
}
