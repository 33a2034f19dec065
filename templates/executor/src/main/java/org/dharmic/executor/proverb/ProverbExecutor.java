package org.dharmic.executor.proverb;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: takes prompts, works on few threads of its own, and leaves without losing anybody. */
@Component(
        service = {Executor.class, HealthCheck.class},
        configurationPid = ProverbExecutor.PID,
        property = {HealthCheck.NAME + "=executor.proverb", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = ProverbConfig.class)
public final class ProverbExecutor implements Executor, HealthCheck {

    /** The bundle's symbolic name and its configuration have the same name. */
    static final String PID = "org.dharmic.executor.proverb";

    private static final Logger LOG = LoggerFactory.getLogger(ProverbExecutor.class);
    private static final int THREADS = 2;
    private static final int QUEUE = 16;

    private final Instant since = Instant.now();
    private final Set<CompletableFuture<Completion>> inHand = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 20, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                Thread thread = new Thread(task, "proverb-run");
                thread.setDaemon(true);
                return thread;
            });

    private volatile Proverb proverb;

    @Activate
    public ProverbExecutor(ProverbConfig config) {
        this(Proverb.from(config));
    }

    ProverbExecutor(Proverb proverb) {
        this.proverb = proverb;
        threads.allowCoreThreadTimeOut(true);
        LOG.info("Ready: {}", proverb);
    }

    /** A bad set never comes here when it breaks a range: the platform refuses it and keeps the last good one. */
    @Modified
    void modified(ProverbConfig config) {
        proverb = Proverb.from(config);
    }

    /** Stop accepting, let what is in hand end, hand the rest over: the agent asks the next executor, or our successor. */
    @Deactivate
    void deactivate() {
        threads.shutdown();
        try {
            threads.awaitTermination(proverb.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        int left = inHand.size();
        inHand.forEach(run -> run.complete(new Completion.Retry(Duration.ZERO, "the executor is leaving")));
        LOG.info("Leaving, {} answers handed over", left);
    }

    @Override
    public String name() {
        return "proverb";
    }

    /** Cheap: asked before every run. A model that cannot be reached says so here, with what to do about it. */
    @Override
    public ExecutorHealth health() {
        return new ExecutorHealth(true, "answers with a sentence, needs no language model", since);
    }

    @Override
    public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
        CompletableFuture<Completion> run = new CompletableFuture<>();
        inHand.add(run);
        run.whenComplete((completion, fault) -> inHand.remove(run));
        try {
            threads.execute(() -> answer(run, prompt, deadline));
        } catch (RejectedExecutionException e) {
            run.complete(new Completion.Retry(Duration.ofSeconds(1), "busy with other questions, or leaving"));
        }
        return run;
    }

    private void answer(CompletableFuture<Completion> run, Prompt prompt, Deadline deadline) {
        if (deadline.isOver()) {
            run.complete(new Completion.Retry(Duration.ZERO, "no time was left when its turn came"));
        } else if (!run.isDone()) { // cancelled: nobody waits for it
            try {
                run.complete(new Completion.Done(proverb.answer(prompt, deadline), "", Completion.Usage.NONE, 0));
            } catch (RuntimeException e) {
                run.completeExceptionally(e);
            }
        }
    }

    @Override
    public Result execute() {
        return new Result(Result.Status.OK, health().reason() + ", since " + since);
    }
}
