package org.dharmic.shell.text;

import java.util.Locale;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.Answer;
import org.dharmic.context.Receipt;

/** What the agent and its executors answer, in words. Each method is a pure function of its arguments. */
public final class AgentText {

    private static final double MICROS = 1_000_000.0;

    private AgentText() {}

    public static Card agent(AgentStatus status) {
        return Card.of("paused", status.paused())
                .with("busy", status.busy())
                .with("concurrency", status.concurrency())
                .with(
                        "executors",
                        status.executors().stream()
                                .map(AgentStatus.ExecutorLine::name)
                                .toList())
                .build();
    }

    public static Sheet executors(AgentStatus status) {
        Sheet.Builder sheet = Sheet.of("name", "ranking", "usable", "reason");
        status.executors()
                .forEach(line ->
                        sheet.row(line.name(), line.ranking(), line.usable(), Words.blankIsNone(line.reason())));
        return sheet.build();
    }

    /** The answer, a rule, and what it was made of. */
    public static String answer(Answer answer) {
        return Words.block(answer.markdown()).strip() + "\n\n---\n"
                + receipt(answer.receipt()).text();
    }

    public static Card receipt(Receipt receipt) {
        Card.Builder card = Card.of("executor", receipt.executor())
                .with("model", Words.blankIsNone(receipt.model()))
                .with("sources", receipt.citations())
                .with("context_ms", receipt.contextTook().toMillis())
                .with("executor_ms", receipt.executorTook().toMillis())
                .with("cost_usd", receipt.costMicros() / MICROS)
                .with(
                        "contributions",
                        receipt.contributions().stream()
                                .map(AgentText::contribution)
                                .toList());
        if (!receipt.attempts().isEmpty()) {
            card.with("attempts", receipt.attempts());
        }
        return card.build();
    }

    private static String contribution(Receipt.Contribution part) {
        String outcome = part.outcome() == Receipt.Outcome.GIVEN
                ? part.blocks() + " block(s), " + part.chars() + " chars"
                : part.outcome().name().toLowerCase(Locale.ROOT);
        String note = part.note().isBlank() ? "" : ", " + part.note();
        return part.name() + " (" + outcome + ", " + part.took().toMillis() + " ms" + note + ")";
    }
}
