package org.dharmic.agent.core;

import java.time.Duration;
import org.dharmic.agent.core.answer.Redaction;

/** Settings that let a test be quick. */
final class QuickSettings {
    private int concurrency = 3;
    private boolean paused;
    private Duration executorDeadline = Duration.ofSeconds(1);
    private long budgetMicros;
    private Patience patience = new Patience(true, Duration.ofMinutes(15), true, 3);
    private Redaction redaction = new Redaction(true, "");
    private String folder = "";
    private Duration drain = Duration.ZERO;

    QuickSettings concurrency(int now) {
        concurrency = now;
        return this;
    }

    QuickSettings paused() {
        paused = true;
        return this;
    }

    QuickSettings executorDeadline(Duration now) {
        executorDeadline = now;
        return this;
    }

    QuickSettings budgetMicros(long now) {
        budgetMicros = now;
        return this;
    }

    QuickSettings patience(Patience now) {
        patience = now;
        return this;
    }

    QuickSettings redaction(Redaction now) {
        redaction = now;
        return this;
    }

    QuickSettings folder(String now) {
        folder = now;
        return this;
    }

    QuickSettings drain(Duration now) {
        drain = now;
        return this;
    }

    AgentSettings build() {
        return new AgentSettings(
                concurrency,
                paused,
                Duration.ofMillis(400),
                24_000,
                8_000,
                executorDeadline,
                3,
                budgetMicros,
                20_000,
                patience,
                redaction,
                folder,
                drain);
    }
}
