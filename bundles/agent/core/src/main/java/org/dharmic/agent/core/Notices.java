package org.dharmic.agent.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Step;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a sender honestly, once, what has become of a mail that has no answer. The words are ours alone: neither the reason
 * nor anything a program or a model said stands in them. The journal knows a notice by its key, so it goes out once however
 * often it is asked for.
 */
final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Neighbours neighbours;
    private final Meters meters;

    Notices(Neighbours neighbours, Meters meters) {
        this.neighbours = neighbours;
        this.meters = meters;
    }

    /** The item waits for an executor and stays open. */
    void waits(Item item, Instant since) {
        send(
                item,
                "waits",
                "Your mail has arrived and is kept, but what I answer with has been out of reach since "
                        + TIME.format(since.truncatedTo(ChronoUnit.MINUTES))
                        + ".\n\nI will answer as soon as it is back; there is no need to write again. This is the only"
                        + " notice about it.\n");
    }

    /** The item is put aside for a person. */
    void parked(Item item) {
        send(
                item,
                "parked",
                "I could not answer your mail. It is kept, and the person who looks after me can see that it waits for"
                        + " them; there is no need to write again. This is the only notice about it.\n");
    }

    private void send(Item item, String what, String markdown) {
        Optional<Step.Admitted> admitted = item.admitted();
        if (admitted.isEmpty()) {
            return; // nobody is known whom to tell
        }
        Outbound notice = new Outbound(
                "notice/" + item.id() + "/" + what,
                item.account(),
                item.id(),
                admitted.get().sender(),
                Text.line(admitted.get().subject()),
                markdown);
        try {
            neighbours.of(neighbours.journal(), "the journal", journal -> journal.submit(notice));
        } catch (RuntimeException e) {
            // The item itself matters more: it goes its way, and asks again for its notice if it comes by here again.
            meters.count("agent_failures_total", "what", "notice");
            LOG.warn("The notice about {} could not be handed over: {}", item.id(), e.getMessage());
        }
    }
}
