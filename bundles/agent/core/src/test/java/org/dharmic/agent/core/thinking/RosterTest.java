package org.dharmic.agent.core.thinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.junit.jupiter.api.Test;

class RosterTest {

    private final Roster roster = new Roster(Duration.ofMinutes(1), Duration.ZERO);

    private record Named(String name) implements Executor {
        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(true, "", Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            return new CompletableFuture<>();
        }
    }

    @Test
    void theHighestRankingIsAskedFirst() {
        Executor low = new Named("low");
        Executor high = new Named("high");
        roster.arrived(low, new Rank(-100, 1));
        roster.arrived(high, new Rank(100, 2));

        assertThat(roster.next(Set.of()).executor()).isSameAs(high);
        assertThat(roster.next(Set.of(high)).executor()).isSameAs(low);
        assertThat(roster.next(Set.of(high, low))).isNull();
    }

    @Test
    void whatFailedIsAskedAgainWhenItsConfigurationWasChanged() {
        Executor model = new Named("model");
        roster.arrived(model, new Rank(0, 1));
        Completion.Retry refused = new Completion.Retry(Duration.ofHours(1), "the login was refused");
        assertThat(roster.next(Set.of()).breaker().failed(refused, 3)).isTrue();
        assertThat(roster.next(Set.of()).breaker().isOpen()).isTrue();

        roster.changed(model, new Rank(0, 1));

        assertThat(roster.next(Set.of()).breaker().isOpen()).isFalse();
    }

    @Test
    void nobodyIsWaitedForOnceItIsClosed() {
        Executor model = new Named("model");
        roster.arrived(model, new Rank(0, 1));
        roster.left(model);
        roster.close();

        assertThat(roster.next(Set.of())).isNull();
    }
}
