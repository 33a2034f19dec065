package org.dharmic.agent.core;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.agent.AgentStatus;

/** How the agent is, why, and since when. For many threads. */
final class AgentHealth {

    private record State(Result.Status status, String reason, Instant since) {}

    private final Clock clock;
    private final AtomicReference<State> state;

    AgentHealth(Clock clock) {
        this.clock = clock;
        this.state = new AtomicReference<>(new State(Result.Status.OK, "", clock.instant()));
    }

    /**
     * @param told who asked for a pause; empty when nobody did
     * @param leftAlone models that are left alone after failures, each with the reason
     * @param exchanged whether an executor came or went a moment ago, as in an exchange
     */
    Result judge(
            AgentStatus now, Optional<String> told, List<String> leftAlone, boolean hasJournal, boolean exchanged) {
        Result.Status status;
        String reason;
        if (now.executors().stream().noneMatch(AgentStatus.ExecutorLine::usable)) {
            status = exchanged ? Result.Status.TEMPORARILY_UNAVAILABLE : Result.Status.CRITICAL;
            reason = "no executor can be used, mails wait in the journal";
        } else if (!hasJournal) {
            status = Result.Status.TEMPORARILY_UNAVAILABLE;
            reason = "the journal is temporarily unavailable";
        } else if (now.paused()) {
            status = Result.Status.WARN;
            reason = "paused, " + told.orElse("by its configuration") + ": mails wait in the journal";
        } else if (!leftAlone.isEmpty()) {
            status = Result.Status.WARN;
            reason = "a model is left alone for a while, mails may wait: " + String.join("; ", leftAlone);
        } else {
            status = Result.Status.OK;
            reason = "at work";
        }
        State current = state.updateAndGet(
                before -> before.status() == status && before.reason().equals(reason)
                        ? before
                        : new State(status, reason, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        FormattingResultLog log = new FormattingResultLog();
        switch (status) {
            case OK ->
                log.info("{}, {} of {} in hand, since {}", reason, now.busy(), now.concurrency(), current.since());
            case WARN -> log.warn("{}, since {}", reason, current.since());
            case TEMPORARILY_UNAVAILABLE -> log.temporarilyUnavailable("{}, since {}", reason, current.since());
            default -> log.critical("{}, since {}", reason, current.since());
        }
        return new Result(log);
    }
}
