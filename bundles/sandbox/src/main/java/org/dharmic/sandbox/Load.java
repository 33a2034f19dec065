package org.dharmic.sandbox;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;

/** The owner writes many mails at a steady rate, each the first of its own thread. */
final class Load {

    private final SandboxSettings settings;
    private final MailProgram mailProgram;
    private final JournalView journal;
    private final Clock clock;

    Load(SandboxSettings settings, MailProgram mailProgram, JournalView journal, Clock clock) {
        this.settings = settings;
        this.mailProgram = mailProgram;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Sends and waits for the replies.
     *
     * @param count how many mails
     * @param perSecond how many mails a second; a slower machine sends as fast as it can
     * @param patience how long to wait for replies after the last mail
     */
    LoadResult run(int count, double perSecond, Duration patience)
            throws MessagingException, IOException, InterruptedException {
        List<Sample.Question> questions = Sample.questions();
        Map<String, Exchange> exchanges = new LinkedHashMap<>();
        int answered = 0;
        long start = System.nanoTime();
        Patience running = new Patience(patience.plusMillis((long) (count * 1000 / perSecond)));
        do {
            while (exchanges.size() < count && System.nanoTime() - start >= exchanges.size() * 1e9 / perSecond) {
                int number = exchanges.size() + 1;
                Letter letter = Letter.opening(
                        settings.ownerAddress(),
                        settings.agentAddress(),
                        String.format(Locale.ROOT, "Question %05d", number),
                        questions.get((number - 1) % questions.size()).text(),
                        clock.instant());
                exchanges.put(letter.messageId(), new Exchange(letter, letter.date()));
                mailProgram.send(letter);
            }
            answered += receive(exchanges);
        } while ((exchanges.size() < count || answered < count) && running.goesOn());
        awaitMarked(exchanges, running);
        receive(exchanges);
        return result(new ArrayList<>(exchanges.values()));
    }

    /** Returns how many mails got their first reply. */
    private int receive(Map<String, Exchange> exchanges) throws MessagingException, IOException {
        int first = 0;
        for (Reply reply : mailProgram.fresh()) {
            Exchange exchange = exchanges.get(reply.inReplyTo());
            if (exchange != null) {
                first += exchange.replies().isEmpty() ? 1 : 0;
                exchange.replied(reply, clock.instant());
            }
        }
        return first;
    }

    /** Until every item has come to its end: before that a second reply could still be on its way. */
    private void awaitMarked(Map<String, Exchange> exchanges, Patience running) throws InterruptedException {
        int among = Math.min(10_000, exchanges.size() + 100);
        boolean allMarked;
        do {
            Map<String, Item> items = journal.admitted(among);
            allMarked = true;
            for (Exchange exchange : exchanges.values()) {
                Item item = items.get(exchange.letter().messageId());
                allMarked &= item != null && item.stage().isTerminal();
                if (item != null) {
                    exchange.follow(item, exchange.story());
                }
            }
        } while (!allMarked && running.goesOn());
        for (Exchange exchange : exchanges.values()) {
            exchange.item().ifPresent(item -> exchange.follow(item, Story.of(journal.history(item.id()))));
        }
    }

    private static LoadResult result(List<Exchange> exchanges) {
        int replied = 0;
        int duplicates = 0;
        List<Long> platform = new ArrayList<>();
        List<Long> user = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            int replies = exchange.replies().size();
            if (replies > 0) {
                replied++;
                duplicates += replies - 1;
                user.add(exchange.seenAfter().toMillis());
            }
            exchange.story().millis(Stage.INGESTED, Stage.SENT).ifPresent(platform::add);
        }
        return new LoadResult(
                exchanges.size(),
                replied,
                duplicates,
                exchanges.size() - replied,
                Percentiles.of(platform),
                Percentiles.of(user));
    }
}
