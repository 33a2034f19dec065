package org.dharmic.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;

/** How a demo reads. Plain text, so that it reads the same on a terminal, in a pipe and in a log. */
final class DemoText {

    private static final String RULE = "-".repeat(78);
    private static final List<Stage> WAY =
            List.of(Stage.INGESTED, Stage.ADMITTED, Stage.ANSWERED, Stage.READY, Stage.SENT, Stage.MARKED);

    private DemoText() {}

    /** One event of a run. */
    static String event(long millis, int mail, String what) {
        return String.format(Locale.ROOT, "%7d ms  mail %d  %s", millis, mail, what);
    }

    /** Question and answer with their sources. */
    static String conversation(List<Exchange> exchanges, Function<String, OptionalInt> linesOf) {
        StringBuilder out = new StringBuilder();
        for (Exchange exchange : exchanges) {
            Letter letter = exchange.letter();
            out.append(RULE).append('\n');
            out.append("From:    ").append(letter.from()).append('\n');
            out.append("Subject: ").append(letter.subject()).append("\n\n");
            indented(out, ownWords(letter.text()));
            for (Reply reply : exchange.replies()) {
                out.append("\nFrom:    ").append(reply.from()).append('\n');
                out.append("Subject: ").append(reply.subject()).append("\n\n");
                indented(out, reply.text());
                for (Citation citation : Citation.in(reply.text())) {
                    boolean exists = citation.isIn(linesOf.apply(citation.note()));
                    out.append("\nSource:  ").append(citation).append(exists ? "  (there)" : "  (MISSING)");
                }
                out.append('\n');
            }
            out.append("Written by: ").append(executor(exchange)).append('\n');
        }
        return out.append(RULE).append('\n').toString();
    }

    /** Milliseconds of each step, one line for each mail. */
    static String times(List<Exchange> exchanges) {
        StringBuilder out = new StringBuilder("Milliseconds from one stage to the next, by the journal:\n");
        out.append(String.format("%-8s", ""));
        WAY.forEach(stage -> out.append(String.format("%10s", stage)));
        out.append(String.format("%10s%12s%n", "total", "seen after"));
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            Story story = exchange.story();
            out.append(String.format("%-8s", "mail " + (i + 1)));
            for (int step = 0; step < WAY.size(); step++) {
                Optional<Long> took = step == 0
                        ? story.at(WAY.get(0)).map(at -> Duration.between(exchange.sentAt(), at)
                                .toMillis())
                        : story.millis(WAY.get(step - 1), WAY.get(step));
                out.append(String.format("%10s", took.map(String::valueOf).orElse("-")));
            }
            out.append(String.format(
                    "%10s%12s%n",
                    story.millis(Stage.INGESTED, Stage.MARKED)
                            .map(String::valueOf)
                            .orElse("-"),
                    exchange.seenAfter().toMillis()));
        }
        return out.append("INGESTED counts from handing the mail to SMTP, total from INGESTED to MARKED.\n")
                .toString();
    }

    static String executor(Exchange exchange) {
        return exchange.item()
                .flatMap(Item::answered)
                .map(Step.Answered::executor)
                .orElse("-");
    }

    /** A letter without the history it quotes. */
    private static String ownWords(String text) {
        return text.lines()
                .takeWhile(line -> !line.startsWith("On ") && !line.startsWith("> "))
                .reduce("", (a, b) -> a + b + "\n");
    }

    private static void indented(StringBuilder out, String text) {
        text.strip().lines().forEach(line -> out.append(line.isBlank() ? "" : "    " + line)
                .append('\n'));
    }
}
