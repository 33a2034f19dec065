package org.dharmic.swap.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.launcher.instance.Layout;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trust from {@code etc/org.dharmic.swap.trust.cfg}. */
@Component(
        service = {Trust.class, TrustDesk.class, HealthCheck.class},
        configurationPid = TrustComponent.PID,
        property = {HealthCheck.NAME + "=swap.trust", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = TrustConfig.class)
public final class TrustComponent implements Trust, TrustDesk, HealthCheck {

    static final String PID = "org.dharmic.swap.trust";

    /** The file is looked at every quarter of a second. */
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TrustComponent.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Path base;
    private final TrustFile file;
    private final ConfiguredTrust trust;
    private volatile TrustSettings settings;

    @Activate
    public TrustComponent(BundleContext context, TrustConfig config) {
        base = Path.of(property(context, "dharmic.base"));
        Layout layout = new Layout(Path.of(property(context, "karaf.home")), base);
        file = new TrustFile(layout.etc().resolve(PID + ".cfg"));
        trust = new ConfiguredTrust(layout, () -> settings, Clock.systemUTC());
        take(config);
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set: where is the etc folder?");
        }
        return value;
    }

    @Modified
    void modified(TrustConfig config) {
        take(config);
    }

    private void take(TrustConfig config) {
        TrustSettings next = TrustSettings.from(config.signatures(), config.signers());
        lock.lock();
        try {
            if (next.equals(settings)) {
                return;
            }
            settings = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        next.problems().forEach(problem -> LOG.warn("No jar is let in: {}", problem));
        LOG.info(
                "Signatures of jars are {}, {} signers count",
                next.required() ? "required" : "not required",
                next.signers().size());
    }

    @Override
    public List<String> refusals(Path jar) {
        return trust.refusals(jar);
    }

    @Override
    public List<String> folderRefusals() {
        return trust.folderRefusals();
    }

    @Override
    public TrustSettings settings() {
        return settings;
    }

    @Override
    public Signers signers() {
        return new Signers(base);
    }

    @Override
    public boolean change(TrustSettings wanted) throws IOException, InterruptedException {
        file.write(wanted);
        long nanos = IN_FORCE_WITHIN.toNanos();
        lock.lockInterruptibly();
        try {
            while (!wanted.equals(settings) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return wanted.equals(settings);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        folderRefusals().forEach(refusal -> log.warn("nothing is exchanged: {}", refusal));
        TrustSettings now = settings;
        now.problems().forEach(problem -> log.warn("no jar is let in: {}", problem));
        if (now.required() && now.signers().isEmpty()) {
            log.warn("signatures are required and nobody's count; swap:trust add <certificate>");
        }
        log.info(
                "signatures {}, {} signers",
                now.required() ? "required" : "off",
                now.signers().size());
        return new Result(log);
    }
}
