package org.dharmic.agent;

import java.util.List;
import java.util.Objects;

/**
 * How the agent is doing.
 *
 * @param paused it takes no mails up
 * @param busy conversations in hand
 * @param concurrency how many it may have in hand
 * @param executors one for each executor, in the order they are tried
 */
public record AgentStatus(boolean paused, int busy, int concurrency, List<ExecutorLine> executors) {

    /** An executor as the agent sees it. */
    public record ExecutorLine(String name, int ranking, boolean usable, String reason) {
        public ExecutorLine {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }
    }

    public AgentStatus {
        executors = List.copyOf(executors);
    }
}
