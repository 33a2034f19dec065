package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.agent.Agent;
import org.dharmic.agent.Answer;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** A second executor beside the one of the house: who ranks higher gets new work, what is in hand stays where it is. */
class SecondExecutorTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EXTRACTIVE = "org.dharmic.executor.extractive";

    @TempDir
    Path folder;

    private FelixRun run;

    /** Answers with its name, when it is let. */
    private static final class Named implements Executor {
        private final String name;
        private final CountDownLatch go;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile CompletableFuture<Completion> latest;

        Named(String name, boolean atOnce) {
            this.name = name;
            this.go = new CountDownLatch(atOnce ? 0 : 1);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(true, "well", Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            asked.incrementAndGet();
            CompletableFuture<Completion> answer = new CompletableFuture<>();
            latest = answer;
            if (go.getCount() == 0) {
                finish();
            }
            return answer;
        }

        void finish() {
            latest.complete(new Completion.Done("from " + name, "", Completion.Usage.NONE, 0));
        }
    }

    @BeforeEach
    void start() throws Exception {
        run = House.in(folder).start();
        run.service(Agent.class, SOON);
        assertThat(answer("first")).isEqualTo("extractive");
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private ServiceRegistration<?> offer(Executor executor, int ranking) {
        return run.context().registerService(Executor.class, executor, ranking(ranking));
    }

    private static Dictionary<String, Object> ranking(int ranking) {
        return new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking));
    }

    private CompletionStage<Answer> ask(String id) {
        return run.service(Agent.class, SOON)
                .ask(new Inquiry(id, "console", "owner", "all", "t-" + id, "", "Well?", Instant.now()));
    }

    /** Who answers a question. */
    private String answer(String id) {
        return ask(id).toCompletableFuture().join().receipt().executor();
    }

    private String textOf(CompletionStage<Answer> answer) {
        return answer.toCompletableFuture().join().markdown();
    }

    @Test
    void theHigherRankedTakesOverAndGivesBackWhenItGoes() {
        Named other = new Named("other", true);
        ServiceRegistration<?> registration = offer(other, 50);
        assertThat(answer("q1")).isEqualTo("other");

        registration.unregister();

        assertThat(answer("q2")).isEqualTo("extractive");
    }

    @Test
    void aRankingRaisedByConfigurationSwitchesNewWorkOverAndTheOldFinishesItsOwn() throws Exception {
        Named slow = new Named("slow", false);
        offer(slow, 50);
        CompletionStage<Answer> inHand = ask("q1");
        run.awaitTrue(() -> slow.asked.get() == 1, SOON, "the question");

        run.configure(EXTRACTIVE, Map.of(Constants.SERVICE_RANKING, 100));
        run.awaitTrue(
                () -> run.service(Agent.class, SOON)
                        .status()
                        .executors()
                        .get(0)
                        .name()
                        .equals("extractive"),
                SOON,
                "the new order");

        assertThat(answer("q2")).isEqualTo("extractive");
        slow.finish();
        assertThat(textOf(inHand)).isEqualTo("from slow");
        run.configure(EXTRACTIVE, Map.of(Constants.SERVICE_RANKING, -100));
        run.awaitTrue(
                () -> run.service(Agent.class, SOON)
                        .status()
                        .executors()
                        .get(0)
                        .name()
                        .equals("slow"),
                SOON,
                "the order of before");
    }

    @Test
    void whatAnExecutorHasInHandWhenItDisappearsIsAskedOfTheNext() {
        Named gone = new Named("gone", false);
        ServiceRegistration<?> registration = offer(gone, 50);
        CompletionStage<Answer> answer = ask("q1");
        run.awaitTrue(() -> gone.asked.get() == 1, SOON, "the question");

        registration.unregister();

        assertThat(answer.toCompletableFuture().join().receipt().executor()).isEqualTo("extractive");
        assertThat(gone.latest).as("nobody waits for it any more").isCancelled();
    }

    @Test
    void ofTwoContributorsOfOneSourceTheHigherRankedIsAsked() {
        Contributor lesser = new Contributor();
        Contributor better = new Contributor();
        run.context().registerService(ContextContributor.class, lesser, ranking(0));
        ServiceRegistration<?> registration =
                run.context().registerService(ContextContributor.class, better, ranking(10));
        answer("q1");
        assertThat(List.of(lesser.asked.get(), better.asked.get())).containsExactly(0, 1);

        registration.unregister();

        answer("q2");
        assertThat(List.of(lesser.asked.get(), better.asked.get())).containsExactly(1, 1);
    }

    private static final class Contributor implements ContextContributor {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "almanac";
        }

        @Override
        public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
            asked.incrementAndGet();
            return List.of();
        }
    }
}
