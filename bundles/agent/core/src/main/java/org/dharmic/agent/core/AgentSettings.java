package org.dharmic.agent.core;

import java.time.Duration;
import org.dharmic.agent.core.answer.Redaction;
import org.dharmic.agent.core.thinking.Limits;
import org.dharmic.support.settings.Range;

/** The checked configuration; see {@link AgentConfig} for the meaning of each. */
record AgentSettings(
        int concurrency,
        boolean paused,
        Duration contextDeadline,
        int contextChars,
        int attachmentChars,
        Duration executorDeadline,
        int breakerFailures,
        long budgetMicros,
        int answerChars,
        Patience patience,
        Redaction redaction,
        String folder,
        Duration drain) {

    static final int MOST_AT_ONCE = 16;

    private static final Range RANGE = new Range(AgentCore.PID);

    AgentSettings {
        RANGE.within("concurrency", concurrency, 1, MOST_AT_ONCE);
        RANGE.within("context.deadline.ms", contextDeadline.toMillis(), 50, 60_000);
        RANGE.within("context.max.chars", contextChars, 1_000, 1_000_000);
        RANGE.within("attachment.max.chars", attachmentChars, 0, 100_000);
        RANGE.within("executor.deadline.seconds", executorDeadline.toSeconds(), 1, 3_600);
        RANGE.within("breaker.failures", breakerFailures, 1, 100);
        RANGE.within("budget.usd.per.day", budgetMicros / 1_000_000, 0, 10_000);
        RANGE.within("answer.max.chars", answerChars, 500, 1_000_000);
        RANGE.within("notice.minutes", patience.notice().toMinutes(), 0, 10_080);
        RANGE.within("attempts.max", patience.attempts(), 1, 100);
        RANGE.within("drain.seconds", drain.toSeconds(), 0, 60);
    }

    static AgentSettings from(AgentConfig config) {
        if (!(config.budget_usd_per_day() >= 0)) {
            throw new IllegalArgumentException("budget.usd.per.day must be 0 to 10000, was "
                    + config.budget_usd_per_day() + " (etc/" + AgentCore.PID + ".cfg)");
        }
        if (!Redaction.isPattern(config.redact_pattern())) {
            throw new IllegalArgumentException("redact.pattern must be a regular expression, or empty, was '"
                    + config.redact_pattern() + "' (etc/" + AgentCore.PID + ".cfg)");
        }
        return new AgentSettings(
                config.concurrency(),
                config.paused(),
                Duration.ofMillis(config.context_deadline_ms()),
                config.context_max_chars(),
                config.attachment_max_chars(),
                Duration.ofSeconds(config.executor_deadline_seconds()),
                config.breaker_failures(),
                Math.round(config.budget_usd_per_day() * 1_000_000),
                config.answer_max_chars(),
                new Patience(
                        config.model_wait(),
                        Duration.ofMinutes(config.notice_minutes()),
                        config.notice_parked(),
                        config.attempts_max()),
                new Redaction(config.redact(), config.redact_pattern().strip()),
                config.folder().strip(),
                Duration.ofSeconds(config.drain_seconds()));
    }

    /** For the log. Written out: what the compiler makes of a record takes milliseconds at its first use. */
    @Override
    public String toString() {
        return new StringBuilder("concurrency ")
                .append(concurrency)
                .append(paused ? " (paused)" : "")
                .append(", context ")
                .append(contextChars)
                .append(" characters within ")
                .append(contextDeadline.toMillis())
                .append(" ms, executor deadline ")
                .append(executorDeadline.toSeconds())
                .append(" s, breaker after ")
                .append(breakerFailures)
                .append(" failures, budget ")
                .append(budgetMicros == 0 ? "none" : String.valueOf(budgetMicros / 1e6))
                .append(" USD a day, answers up to ")
                .append(answerChars)
                .append(" characters, ")
                .append(patience.waits() ? "waits" : "does not wait")
                .append(" for a model, notice after ")
                .append(patience.notice().toMinutes())
                .append(" minutes, parked after ")
                .append(patience.attempts())
                .append(" failures, drain ")
                .append(drain.toSeconds())
                .append(" s")
                .toString();
    }

    Limits limits() {
        return new Limits(executorDeadline, breakerFailures, budgetMicros, answerChars, redaction, patience.waits());
    }

    /** Longer than an answer can take, so that a lease never ends under a worker that is still at it. */
    Duration lease() {
        return contextDeadline.plus(limits().all()).plusSeconds(60);
    }
}
