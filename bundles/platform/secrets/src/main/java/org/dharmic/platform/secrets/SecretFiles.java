package org.dharmic.platform.secrets;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Gate;
import org.dharmic.support.osgi.EtcFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the secret folder as a service. */
@Component(
        immediate = true,
        configurationPid = SecretFiles.PID,
        service = {SecretResolver.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=platform.secrets", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = SecretsConfig.class)
public final class SecretFiles implements SecretResolver, HealthCheck {

    static final String PID = "org.dharmic.platform.secrets";

    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);

    private final Path etc;
    private final Gate gate = new Gate("platform.secrets");
    private volatile SecretsSettings settings;
    private volatile SecretFolder secrets;

    @Activate
    public SecretFiles(BundleContext context, SecretsConfig config) {
        etc = EtcFolder.of(context);
        use(SecretsSettings.from(config, etc));
        LOG.info("Secrets are read from {}", settings.folder());
    }

    @Modified
    void modified(SecretsConfig config) {
        SecretsSettings changed = SecretsSettings.from(config, etc);
        if (!changed.equals(settings)) {
            use(changed);
            LOG.info("Secrets are now read from {}", changed.folder());
        }
    }

    private void use(SecretsSettings changed) {
        settings = changed;
        secrets = new SecretFolder(changed.folder(), System::getenv);
    }

    @Deactivate
    void deactivate() {
        try {
            if (!gate.drain(settings.drain())) {
                LOG.warn(
                        "{} still reading a secret after {} s",
                        gate.inside(),
                        settings.drain().toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("Secrets are no longer offered");
    }

    @Override
    public char[] resolve(String name) {
        return gate.through(() -> secrets.resolve(name));
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (!gate.enter()) {
            log.temporarilyUnavailable("the secrets are being exchanged");
            return new Result(log);
        }
        try {
            look(log);
        } finally {
            gate.leave();
        }
        return new Result(log);
    }

    private void look(FormattingResultLog log) {
        SecretFolder now = secrets;
        Path folder = now.folder();
        try {
            SecretFolder.Look look = now.look();
            if (!look.exists()) {
                log.info("there is no folder {}; nothing needs it yet unless another check says so", folder);
            } else if (look.open()) {
                log.critical("{} can be read by others, no secret is handed out: chmod 700 {}", folder, folder);
            } else if (look.openToOthers() > 0) {
                log.critical(
                        "{} of {} secrets can be read by others and are not handed out: chmod 600 {}/*",
                        look.openToOthers(),
                        look.secrets(),
                        folder);
            } else {
                log.info("{} secrets, all private", look.secrets());
            }
        } catch (IOException e) {
            log.critical("{} cannot be read: {}", folder, e.getClass().getSimpleName());
        }
    }
}
