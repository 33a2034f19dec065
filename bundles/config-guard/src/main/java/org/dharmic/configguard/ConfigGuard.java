package org.dharmic.configguard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.launcher.metatype.SetCheck;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.platform.ConfigProblems;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the configuration admin and the component runtime: a bad set never gets further.
 *
 * <p>When a component's {@code @Modified} throws, the component runtime keeps the instance but has already published the
 * bad service properties, and the next start activates with them. Only a plugin with a ranking from 0 to 1000 may change
 * what is delivered, and it must be there before the rooms are: start this bundle first.
 *
 * <p>Itself it has no configuration, for nobody would guard it.
 */
@Component(
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        service = {ConfigurationPlugin.class, ConfigurationListener.class, ConfigProblems.class, HealthCheck.class},
        property = {
            ConfigurationPlugin.CM_RANKING + ":Integer=1000",
            HealthCheck.NAME + "=configguard",
            HealthCheck.TAGS + "=dharmic"
        })
public final class ConfigGuard implements ConfigurationPlugin, ConfigurationListener, ConfigProblems, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigGuard.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    /** The container's name for the folder of configurations. */
    private static final String ETC = "karaf.etc";
    /** Long enough for a room that starts to offer its own check first, short enough to be durable soon. */
    private static final long SETTLE_MILLIS = 1000;

    /** Longer than an editor takes between emptying a file and writing it, short enough for a person who means it. */
    private static final long EMPTY_MILLIS = 500;
    /** For components to be modified, which takes them milliseconds. */
    private static final long SEEN_MILLIS = 200;

    private static final int MOST_REPEATS = 3;

    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin admin;
    private final BundleRooms rooms;
    /** How often a set was delivered again in a row. */
    private final Map<String, Integer> missed = new ConcurrentHashMap<>();

    private final Available<ServiceComponentRuntime> runtime = new Available<>(ServiceComponentRuntime.class);
    private final Guard guard;
    private final UnreadFiles unread;
    private final Gate gate = new Gate("configguard");
    private final ScheduledThreadPoolExecutor writer =
            new ScheduledThreadPoolExecutor(1, Threads.named("configguard-write"));

    @Activate
    public ConfigGuard(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.admin = admin;
        rooms = new BundleRooms(context);
        guard = new Guard(rooms, new LastGood(DataFolder.resolve(context, "", "config")), this::redeliver);
        unread = new UnreadFiles(Optional.ofNullable(context.getProperty(ETC)).map(Path::of));
        later(this::lookAround, SETTLE_MILLIS);
        LOG.info("Configurations of {}* are guarded", BundleRooms.OURS);
    }

    /** Sets that were delivered before this guard was there; not at once, for at a start they are still being delivered. */
    private void lookAround() {
        try {
            Configuration[] present =
                    admin.listConfigurations("(" + Constants.SERVICE_PID + "=" + BundleRooms.OURS + "*)");
            for (Configuration each : present == null ? new Configuration[0] : present) {
                Dictionary<String, Object> properties = each.getProperties();
                if (properties != null) {
                    Guard.RawSet raw = raw(properties);
                    if (guard.found(raw)) {
                        settle(raw.pid(), SETTLE_MILLIS);
                    }
                }
            }
            guard.complete();
        } catch (IOException | InvalidSyntaxException e) {
            LOG.warn("What is configured already cannot be checked before it changes: {}", e.toString());
        }
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindRuntime(ServiceComponentRuntime arrived) {
        runtime.arrived(arrived);
    }

    void unbindRuntime(ServiceComponentRuntime left) {
        runtime.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindCheck(ConfigCheck check, Map<String, Object> properties) {
        for (String pid : pids(properties)) {
            rooms.arrived(pid, check);
            guard.setsOf(pid).forEach(each -> settle(each, 0));
        }
    }

    void unbindCheck(ConfigCheck check, Map<String, Object> properties) {
        pids(properties).forEach(pid -> rooms.left(pid, check));
    }

    private static List<String> pids(Map<String, Object> properties) {
        Object pids = properties.get(ConfigCheck.PID);
        if (pids instanceof String[] many) {
            return List.of(many);
        }
        return pids instanceof String one ? List.of(one) : List.of();
    }

    @Deactivate
    void deactivate() {
        try {
            gate.drain(DRAIN);
            writer.getQueue().clear(); // what was not kept yet lies in its file and is seen again
            writer.shutdown();
            if (!writer.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A configuration is still being kept after {} s", DRAIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LOG.info("Configurations are no longer guarded");
        }
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        String pid = text(properties, Constants.SERVICE_PID);
        String factoryPid = text(properties, ConfigurationAdmin.SERVICE_FACTORYPID);
        String schemaPid = factoryPid.isEmpty() ? pid : factoryPid;
        if (!schemaPid.startsWith(BundleRooms.OURS) || !gate.enter()) {
            return;
        }
        try {
            Guard.RawSet raw = raw(properties);
            boolean changes = guard.raw(pid).isPresent();
            Map<String, Object> inForce = guard.judge(raw);
            raw.values().keySet().stream()
                    .filter(key -> !inForce.containsKey(key))
                    .forEach(properties::remove);
            inForce.forEach(properties::put);
            rooms.schema(schemaPid)
                    .flatMap(schema -> Rankings.of(schema, inForce))
                    .ifPresent(ranking -> properties.put(Constants.SERVICE_RANKING, ranking));
            if (guard.isWaiting(pid)) {
                later(() -> confirmEmpty(pid), EMPTY_MILLIS);
            } else {
                later(() -> publish(pid), 0);
                settle(pid, SETTLE_MILLIS);
            }
            if (changes) {
                later(() -> seeToIt(pid), SEEN_MILLIS);
            }
        } finally {
            gate.leave();
        }
    }

    private static Guard.RawSet raw(Dictionary<String, Object> properties) {
        String pid = text(properties, Constants.SERVICE_PID);
        String factoryPid = text(properties, ConfigurationAdmin.SERVICE_FACTORYPID);
        Map<String, Object> values = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            if (SetCheck.isOfTheRoom(key)) {
                values.put(key, properties.get(key));
            }
        }
        return new Guard.RawSet(pid, factoryPid.isEmpty() ? pid : factoryPid, file(properties, pid), values);
    }

    /** The file decides: what fileinstall has seen may be older, and what it has not seen yet comes by itself. */
    private void confirmEmpty(String pid) {
        try {
            Configuration configuration = admin.getConfiguration(pid, "?");
            Dictionary<String, Object> properties = configuration.getProperties();
            if (properties == null || !CfgFiles.hasKeys(text(properties, FILE))) {
                guard.confirmEmpty(pid);
            } else if (guard.isWaiting(pid)) {
                later(() -> confirmEmpty(pid), EMPTY_MILLIS);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be looked at again: {}", pid, e.toString());
        }
    }

    /** Delivers again what the component runtime has missed; not for ever, for it may have its reasons. */
    private void seeToIt(String pid) {
        Optional<Guard.RawSet> raw = guard.raw(pid);
        Optional<Schema> schema = raw.flatMap(seen -> rooms.schema(seen.schemaPid()));
        Optional<Map<String, Object>> handed = guard.inForce(pid);
        Optional<ServiceComponentRuntime> present = runtime.now();
        if (schema.isEmpty()
                || handed.isEmpty()
                || present.isEmpty()
                || Readers.haveGot(raw.get(), schema.get(), handed.get(), present.get())) {
            missed.remove(pid);
        } else if (missed.merge(pid, 1, Integer::sum) <= MOST_REPEATS) {
            LOG.debug("A change of {} was missed and is delivered again", pid);
            redeliver(pid);
        }
    }

    private void publish(String pid) {
        try {
            guard.publish(pid);
        } catch (IOException e) {
            LOG.warn("The verdict on {} cannot be written down: {}", pid, e.toString());
        }
    }

    private static String text(Dictionary<String, Object> properties, String key) {
        return properties.get(key) instanceof String text ? text : "";
    }

    private static String file(Dictionary<String, Object> properties, String pid) {
        String url = text(properties, FILE);
        return "etc/" + (url.isEmpty() ? pid.replace('~', '-') + ".cfg" : url.substring(url.lastIndexOf('/') + 1));
    }

    private void settle(String pid, long afterMillis) {
        later(
                () -> {
                    try {
                        guard.settle(pid);
                    } catch (IOException e) {
                        LOG.warn("What was decided about {} cannot be kept: {}", pid, e.toString());
                    }
                },
                afterMillis);
    }

    private void later(Runnable task, long afterMillis) {
        try {
            writer.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            LOG.warn("A configuration could not be looked after", e);
                        }
                    },
                    afterMillis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Leaving: the next guard looks again");
        }
    }

    private void redeliver(String pid) {
        try {
            Configuration configuration = admin.getConfiguration(pid, "?");
            Dictionary<String, Object> properties = configuration.getProperties();
            if (properties != null) {
                configuration.update(properties);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be delivered again: {}", pid, e.toString());
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            guard.removed(event.getPid());
            later(() -> publish(event.getPid()), 0);
        }
    }

    @Override
    public List<ConfigProblem> problems() {
        return gate.through(this::allProblems);
    }

    /** Of the sets that were delivered, and of the files of which none could be. */
    private List<ConfigProblem> allProblems() {
        return Stream.concat(guard.problems().stream(), unread.problems().stream())
                .toList();
    }

    @Override
    public Result execute() {
        return gate.through(() -> {
            FormattingResultLog log = new FormattingResultLog();
            List<ConfigProblem> problems = allProblems();
            problems.forEach(problem -> log.critical("not in force: {}", problem.message()));
            guard.unknownKeys().forEach(problem -> log.warn("{}", Guard.unknownKey(problem)));
            log.info("{} configuration sets guarded, {} problems", guard.watched(), problems.size());
            return new Result(log);
        });
    }
}
