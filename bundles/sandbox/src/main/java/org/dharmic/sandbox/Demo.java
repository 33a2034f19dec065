package org.dharmic.sandbox;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;

/** The owner writes three mails and reads the replies. */
final class Demo {

    private static final Duration OVERALL = Duration.ofSeconds(60);
    /** Items to search for a letter: other mail may come meanwhile. */
    private static final int AMONG = 50;

    private final SandboxSettings settings;
    private final MailProgram mailProgram;
    private final JournalView journal;
    private final Supplier<String> channelState;
    private final PrintStream out;
    private final Clock clock;
    private final Patience overall = new Patience(OVERALL);
    private final List<Exchange> exchanges = new ArrayList<>();

    /** @param channelState one line about the mail channel, for the message when a mail is not taken in */
    Demo(
            SandboxSettings settings,
            MailProgram mailProgram,
            JournalView journal,
            Supplier<String> channelState,
            PrintStream out,
            Clock clock) {
        this.settings = settings;
        this.mailProgram = mailProgram;
        this.journal = journal;
        this.channelState = channelState;
        this.out = out;
        this.clock = clock;
    }

    /** @throws IllegalStateException when a reply does not come in time or is not as it should be */
    void run() throws MessagingException, IOException, InterruptedException {
        List<Sample.Question> questions = Sample.questions();
        Exchange first = exchange(Letter.opening(
                settings.ownerAddress(),
                settings.agentAddress(),
                "Water filter",
                questions.get(0).text(),
                clock.instant()));
        exchange(Letter.inReplyTo(
                first.replies().get(0),
                settings.ownerAddress(),
                first.replies().get(0).subject(),
                questions.get(1).text(),
                clock.instant()));
        exchange(Letter.opening(
                settings.ownerAddress(),
                settings.agentAddress(),
                "What do my notes say about quinces?",
                "/search quince",
                clock.instant()));

        out.println();
        out.print(DemoText.conversation(exchanges, Sample::linesOf));
        out.println();
        out.print(DemoText.times(exchanges));
        out.println();
        conclude();
    }

    private Exchange exchange(Letter letter) throws MessagingException, IOException, InterruptedException {
        int number = exchanges.size() + 1;
        mailProgram.send(letter);
        Exchange exchange = new Exchange(letter, letter.date());
        exchanges.add(exchange);
        say(exchange, number, clock.instant(), "sent: " + letter.subject());
        Set<Stage> told = EnumSet.noneOf(Stage.class);
        while (exchange.replies().isEmpty() || !told.contains(Stage.MARKED)) {
            journal.itemOf(letter.messageId(), AMONG).ifPresent(item -> tell(exchange, number, item, told));
            for (Reply reply : mailProgram.fresh()) {
                receive(reply);
            }
            if (!overall.goesOn()) {
                throw new IllegalStateException("Mail " + number + " (" + letter.subject() + ") was not done "
                        + OVERALL.toSeconds() + " s after the start: " + whereItStands(exchange));
            }
        }
        return exchange;
    }

    private void tell(Exchange exchange, int number, Item found, Set<Stage> told) {
        List<Transition> history = journal.history(found.id());
        Item item = journal.item(found.id()).orElse(found); // as it is now: at least as far as its history
        exchange.follow(item, Story.of(history));
        for (Transition transition : history) {
            if (told.add(transition.stage())) {
                String what =
                        switch (transition.stage()) {
                            case INGESTED -> "taken in as item " + item.id();
                            case ADMITTED -> "admitted";
                            case ANSWERED -> "answered by " + DemoText.executor(exchange);
                            case SENT -> "reply handed to SMTP";
                            case MARKED -> "marked as answered";
                            case REJECTED, PARKED ->
                                throw new IllegalStateException(
                                        "Mail " + number + " was " + transition.stage() + ": " + transition.note());
                            default -> "";
                        };
                if (!what.isEmpty()) {
                    say(exchange, number, transition.at(), what);
                }
            }
        }
    }

    private void receive(Reply reply) {
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            if (exchange.letter().messageId().equals(reply.inReplyTo())) {
                Instant seen = clock.instant();
                exchange.replied(reply, seen);
                say(exchange, i + 1, seen, "reply received: " + reply.subject());
            }
        }
    }

    private void say(Exchange exchange, int number, Instant at, String what) {
        out.println(DemoText.event(Duration.between(exchange.sentAt(), at).toMillis(), number, what));
        out.flush();
    }

    private String whereItStands(Exchange exchange) {
        return exchange.item()
                .map(item -> "it stands in " + item.stage() + (item.reason().isEmpty() ? "" : ": " + item.reason())
                        + ", " + exchange.replies().size() + " replies (journal:show " + item.id() + ")")
                .orElseGet(() -> "it was never taken in; " + channelState.get());
    }

    private void conclude() throws MessagingException, IOException {
        // Everything is marked as answered by now: a second reply would be on its way or in the mailbox.
        for (Reply late : mailProgram.fresh()) {
            receive(late);
        }
        Checks checks = new Checks(Sample::linesOf);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            String mail = "mail " + (i + 1) + ": ";
            checks.problems(exchanges.get(i)).forEach(problem -> problems.add(mail + problem));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The replies are not as they should be: " + String.join("; ", problems));
        }
        long citations = exchanges.stream()
                .mapToLong(each -> Citation.in(each.replies().get(0).text()).size())
                .sum();
        out.println(
                "Checked: " + exchanges.size() + " mails, one reply to each; Re:, In-Reply-To and References right; "
                        + "all " + citations + " cited places are in the vault.");
    }
}
