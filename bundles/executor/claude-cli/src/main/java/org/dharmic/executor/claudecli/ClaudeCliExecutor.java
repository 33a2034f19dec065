package org.dharmic.executor.claudecli;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claude through its command line program. Activation touches no file and starts no process. */
@Component(
        service = {Executor.class, HealthCheck.class},
        immediate = true,
        configurationPid = ClaudeCliExecutor.PID,
        property = {HealthCheck.NAME + "=executor.claude-cli", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = ClaudeCliConfig.class)
public final class ClaudeCliExecutor implements Executor, HealthCheck, CliRunner.Setting {

    static final String PID = "org.dharmic.executor.claudecli";

    private static final Logger LOG = LoggerFactory.getLogger(ClaudeCliExecutor.class);
    private static final Duration SECRETS = Duration.ofSeconds(2);

    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private final Meters meters = new Meters();
    private final Gate gate = new Gate("executor.claude-cli");
    private final AtomicReference<ClaudeCliSettings> settings;
    private final Function<String, Path> folders;
    /** Runs under way keep the one they began with. */
    private volatile CliFolder folder;

    private final CliRunner runner;
    private final CliProbe probe;

    @Activate
    public ClaudeCliExecutor(ClaudeCliConfig config, BundleContext context) {
        this(
                ClaudeCliSettings.from(config),
                configured -> DataFolder.resolve(context, configured, "executor-claude-cli"),
                config.folder(),
                Clock.systemUTC());
    }

    /** @param folders the folder that a configured one means */
    ClaudeCliExecutor(ClaudeCliSettings settings, Function<String, Path> folders, String configured, Clock clock) {
        this.settings = new AtomicReference<>(settings);
        this.folders = folders;
        this.folder = new CliFolder(folders.apply(configured));
        this.runner = new CliRunner(this, clock);
        this.probe = new CliProbe(this, () -> this.folder, clock);
        meters.gauge("executor_busy", runner::running, "executor", name());
        LOG.info(
                "Claude CLI executor is active: {} with {}, {} by secret {}, deadlines {} and {} s, {} processes, queue {}",
                settings.command(),
                settings.model(),
                settings.auth(),
                settings.secret(), // the name of the secret, never the secret
                settings.deadline().toSeconds(),
                settings.backgroundDeadline().toSeconds(),
                settings.processes(),
                settings.queue());
    }

    @Modified
    void modified(ClaudeCliConfig config) {
        modified(ClaudeCliSettings.from(config), config.folder());
    }

    void modified(ClaudeCliSettings now, String configured) {
        ClaudeCliSettings before = settings.getAndSet(now);
        CliFolder moved = folder.movedTo(folders.apply(configured));
        boolean other = !moved.equals(folder);
        folder = moved;
        if (before.processes() != now.processes()) {
            runner.resize(now.processes());
        }
        if (other
                || !before.command().equals(now.command())
                || before.auth() != now.auth()
                || !before.secret().equals(now.secret())) {
            probe.look();
        }
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindSecretResolver(SecretResolver arrived) {
        secrets.arrived(arrived);
    }

    void unbindSecretResolver(SecretResolver left) {
        secrets.left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
        int running = runner.running();
        boolean drained = false;
        try {
            drained = gate.drain(settings.get().drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            runner.close();
            probe.close();
            meters.close();
        }
        LOG.info(
                "Claude CLI executor left: {} runs were in hand, {}, {} ms",
                running,
                drained ? "all ended" : "the rest was ended",
                (System.nanoTime() - start) / 1_000_000);
    }

    @Override
    public String name() {
        return "claude-cli";
    }

    @Override
    public ExecutorHealth health() {
        return probe.health();
    }

    @Override
    public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
        if (!gate.enter()) {
            throw new Gate.Leaving("executor.claude-cli");
        }
        long start = System.nanoTime();
        CompletableFuture<Completion> run;
        try {
            run = runner.run(prompt, lane, deadline);
        } catch (RuntimeException | Error e) {
            gate.leave();
            throw e;
        }
        run.whenComplete((completion, fault) -> {
            gate.leave();
            String outcome = completion == null
                    ? "fault"
                    : completion.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            meters.timeSince("executor_run_seconds", start, "executor", name(), "outcome", outcome);
        });
        return run;
    }

    @Override
    public ClaudeCliSettings settings() {
        return settings.get();
    }

    @Override
    public CliRunner.Ready ready() throws CliRunner.Unusable {
        ClaudeCliSettings now = settings.get();
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Path program = CliCommand.find(now.command(), path)
                .orElseThrow(
                        () -> new CliRunner.Unusable("command must be a program that can be run, was '" + now.command()
                                + "' and is not there" + (now.command().contains("/") ? "" : " in PATH") + " (PID "
                                + PID + ", key command, "
                                + ClaudeCliSettings.FILE + ")"));
        CliFolder place = folder;
        try {
            place.make();
        } catch (IOException e) {
            throw new CliRunner.Unusable(
                    "folder cannot be made: " + e + " (key folder, " + ClaudeCliSettings.FILE + ")");
        }
        return new CliRunner.Ready(program, place, secret(now));
    }

    private String secret(ClaudeCliSettings now) throws CliRunner.Unusable {
        try {
            return secrets.within(SECRETS, resolver -> new String(resolver.resolve(now.secret())).strip())
                    .orElseThrow(() -> new CliRunner.Unusable("secrets are temporarily unavailable"));
        } catch (SecretUnavailable e) {
            throw new CliRunner.Unusable(e.getMessage() + " (PID " + PID + ", key "
                    + now.auth().key() + ", " + ClaudeCliSettings.FILE + ")");
        }
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        ExecutorHealth health = health();
        if (health.usable()) {
            log.info("{}, {} processes, since {}", health.reason(), runner.running(), health.since());
        } else {
            log.warn("{}, since {}", health.reason(), health.since());
        }
        return new Result(log);
    }
}
