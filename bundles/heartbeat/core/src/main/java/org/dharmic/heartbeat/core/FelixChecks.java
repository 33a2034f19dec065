package org.dharmic.heartbeat.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.dharmic.heartbeat.Beat.Check;
import org.dharmic.heartbeat.Beat.Status;
import org.dharmic.support.Available;
import org.osgi.framework.ServiceReference;

/** Runs the health checks of the house through the executor, each on its own and with a limit of time. */
final class FelixChecks {

    static final String TAG = "dharmic";
    private static final int MAX_LINES = 5;

    private FelixChecks() {}

    static List<Check> look(Available<HealthCheckExecutor> executor, Duration wait) {
        // Straight from the checks: a look is asked for because something may have changed since the last one.
        HealthCheckExecutionOptions fresh = new HealthCheckExecutionOptions().setForceInstantExecution(true);
        return executor.within(wait, service -> service.execute(HealthCheckSelector.tags(TAG), fresh))
                .map(results -> results.stream().map(FelixChecks::check).toList())
                .orElseGet(() -> List.of(new Check(
                        "health.executor",
                        Status.WARN,
                        "no health check can run: the bundle org.dharmic.lib.health is not active",
                        Duration.ZERO)));
    }

    private static Check check(HealthCheckExecutionResult result) {
        Result outcome = result.getHealthCheckResult();
        return new Check(
                name(result),
                status(outcome.getStatus()),
                message(outcome),
                Duration.ofMillis(result.getElapsedTimeInMs()));
    }

    private static String name(HealthCheckExecutionResult result) {
        String name = result.getHealthCheckMetadata().getName();
        return name == null || name.isBlank() ? result.getHealthCheckMetadata().getTitle() : name;
    }

    /** The name under which {@link #look} shows a check. */
    static String name(ServiceReference<HealthCheck> check) {
        Object name = check.getProperty(HealthCheck.NAME);
        return name == null ? String.valueOf(check.getProperty("component.name")) : name.toString();
    }

    static Status status(Result.Status status) {
        return switch (status) {
            case OK -> Status.OK;
            case WARN -> Status.WARN;
            case TEMPORARILY_UNAVAILABLE -> Status.TEMPORARILY_UNAVAILABLE;
            case CRITICAL, HEALTH_CHECK_ERROR -> Status.CRITICAL;
        };
    }

    /** What matters first, in one line. */
    static String message(Result result) {
        List<ResultLog.Entry> entries = new ArrayList<>();
        result.forEach(entries::add);
        List<String> lines = entries.stream()
                .filter(entry -> !entry.isDebug())
                .sorted(Comparator.comparing(ResultLog.Entry::getStatus).reversed())
                .map(entry -> entry.getMessage().replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        String message = String.join("; ", lines.subList(0, Math.min(MAX_LINES, lines.size())));
        return lines.size() <= MAX_LINES ? message : message + "; and " + (lines.size() - MAX_LINES) + " more";
    }
}
