package org.dharmic.telos.yaml;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.support.osgi.EtcFolder;
import org.dharmic.telos.Development;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.Telos;
import org.dharmic.telos.TelosRefused;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The telos in {@code telos.yaml}. Activation opens nothing: the file is read with the first call. */
@Component(
        service = {Telos.class, YamlTelos.class, HealthCheck.class},
        immediate = true,
        configurationPid = YamlTelos.PID,
        property = {HealthCheck.NAME + "=telos.yaml", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = TelosConfig.class)
public final class YamlTelos implements Telos, HealthCheck {

    static final String PID = "org.dharmic.telos.yaml";

    private static final Logger LOG = LoggerFactory.getLogger(YamlTelos.class);

    private record Room(TelosSettings settings, TelosFile file) {}

    /** The state the last health check saw, and since when. */
    private record State(Optional<String> problem, Instant since) {}

    private final Clock clock = Clock.systemDefaultZone();
    private final Gate gate = new Gate("telos.yaml");
    private final Meters meters = new Meters();
    private final Available<EventAdmin> events = new Available<>(EventAdmin.class);
    private final Path etc;
    private final Path data;
    private final AtomicReference<Room> room;
    private final AtomicReference<State> state = new AtomicReference<>();

    @Activate
    public YamlTelos(BundleContext context, TelosConfig config) {
        etc = EtcFolder.of(context);
        data = DataFolder.root(context).resolve("telos");
        room = new AtomicReference<>(open(TelosSettings.from(config, etc)));
        LOG.info("Telos from {}, its pin in {}", room.get().settings().file(), data);
    }

    @Modified
    void modified(TelosConfig config) {
        TelosSettings next = TelosSettings.from(config, etc);
        Room now = room.get();
        if (next.file().equals(now.settings().file())) {
            room.set(new Room(next, now.file()));
        } else if (!gate.exchange(next.drain(), () -> exchange(now, next))) {
            LOG.warn(
                    "Calls went on with {} when it was left; they may have failed",
                    now.settings().file());
        }
        LOG.info("Telos from {}", next.file());
    }

    /** Pin and audit have one writer: the one before writes no more. */
    private void exchange(Room before, TelosSettings next) {
        before.file().close();
        room.set(open(next));
    }

    @Deactivate
    void deactivate() {
        long begun = System.nanoTime();
        boolean drained = true;
        try {
            drained = gate.drain(room.get().settings().drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.get().file().close();
            meters.close();
        }
        LOG.info("Telos leaves, drained {} in {} ms", drained, (System.nanoTime() - begun) / 1_000_000);
    }

    private Room open(TelosSettings settings) {
        return new Room(
                settings,
                new TelosFile(settings.file(), data, clock, this::evolved, () -> meters.count("telos_refused_total")));
    }

    private void evolved() {
        meters.count("telos_evolved_total");
        events.now().ifPresent(admin -> admin.postEvent(new Event(EVOLVED, Map.<String, Object>of())));
    }

    // ---- Telos

    @Override
    public Optional<Orientation> current() {
        return gate.through(() -> look().document().map(TelosDocument::orientation));
    }

    @Override
    public Optional<String> problem() {
        return gate.through(() -> look().problem());
    }

    @Override
    public Orientation evolve(List<String> aims, String reason) {
        return gate.through(() -> room.get().file().evolve(aims, reason));
    }

    @Override
    public Orientation init(String ultimateAim, String description, List<String> aims) {
        return gate.through(() -> room.get().file().init(ultimateAim, description, aims));
    }

    @Override
    public List<Development> history() {
        return gate.through(() -> look().document().map(TelosDocument::history).orElse(List.of()));
    }

    @Override
    public String orientationPrompt() {
        return current().map(OrientationText::of).orElse("");
    }

    String takeOver(Path source) throws IOException {
        if (!gate.enter()) {
            throw new Gate.Leaving("telos.yaml");
        }
        try {
            return room.get().file().takeOver(source);
        } finally {
            gate.leave();
        }
    }

    private TelosFile.View look() {
        return room.get().file().look();
    }

    // ---- health

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (gate.isAwaited()) {
            log.temporarilyUnavailable("the telos is being exchanged");
            return new Result(log);
        }
        try {
            TelosFile.View view = gate.through(this::look);
            State now = state.updateAndGet(
                    before -> before != null && before.problem().equals(view.problem())
                            ? before
                            : new State(view.problem(), clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            if (view.problem().isPresent()) {
                log.warn("{}; since {}", view.problem().get(), now.since());
            } else {
                log.info(
                        "{} is in force with {} proximate aims; since {}",
                        room.get().settings().file(),
                        view.document()
                                .orElseThrow()
                                .orientation()
                                .proximateAims()
                                .size(),
                        now.since());
            }
        } catch (Gate.Leaving e) {
            log.temporarilyUnavailable("{}", e.getMessage());
        } catch (TelosRefused e) {
            log.warn("{}", e.getMessage());
        }
        return new Result(log);
    }

    // ---- other houses

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindEventAdmin(EventAdmin arrived) {
        events.arrived(arrived);
    }

    void unbindEventAdmin(EventAdmin left) {
        events.left(left);
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
}
