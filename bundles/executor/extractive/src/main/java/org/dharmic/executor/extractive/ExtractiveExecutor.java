package org.dharmic.executor.extractive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.support.Gate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor that is always there. A run takes about a millisecond of arithmetic over a prompt of bounded size, so it is
 * done in the caller's thread: no pool, no state, nothing to hand over.
 */
@Component(
        service = {Executor.class, HealthCheck.class},
        configurationPid = ExtractiveExecutor.PID,
        property = {HealthCheck.NAME + "=executor.extractive", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = ExtractiveConfig.class)
public final class ExtractiveExecutor implements Executor, HealthCheck {

    static final String PID = "org.dharmic.executor.extractive";

    private static final Logger LOG = LoggerFactory.getLogger(ExtractiveExecutor.class);

    private final Gate gate = new Gate("executor.extractive");
    private final AtomicReference<ExtractiveSettings> settings;
    private final Instant since;

    @Activate
    public ExtractiveExecutor(ExtractiveConfig config) {
        this(ExtractiveSettings.from(config), Clock.systemUTC());
    }

    ExtractiveExecutor(ExtractiveSettings settings, Clock clock) {
        this.settings = new AtomicReference<>(settings);
        this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        LOG.info(
                "Answers without a language model are ready: {} quotes of {} characters, {} further sources",
                settings.quotes(),
                settings.quoteChars(),
                settings.sources());
    }

    @Modified
    void modified(ExtractiveConfig config) {
        settings.set(ExtractiveSettings.from(config));
    }

    @Deactivate
    void deactivate() {
        try {
            gate.drain(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("Answers without a language model are leaving");
    }

    @Override
    public String name() {
        return "extractive";
    }

    @Override
    public boolean hasModel() {
        return false;
    }

    @Override
    public ExecutorHealth health() {
        return new ExecutorHealth(true, "quotes the notes, needs no language model", since);
    }

    @Override
    public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
        return gate.through(() -> CompletableFuture.completedStage(new Completion.Done(
                new Composer(settings.get()).answer(prompt.question(), prompt.blocks()),
                "",
                Completion.Usage.NONE,
                0)));
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{}, since {}", health().reason(), since);
        return new Result(log);
    }
}
