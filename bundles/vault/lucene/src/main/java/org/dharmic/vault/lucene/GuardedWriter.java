package org.dharmic.vault.lucene;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.dharmic.support.Gate;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.vault.Draft;
import org.dharmic.vault.VaultWriter;
import org.dharmic.vault.Written;
import org.dharmic.vault.lucene.writing.WriteSettings;
import org.dharmic.vault.lucene.writing.Writing;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writing as a service. It is there also when writing is off, so that every attempt is refused with a reason and recorded. */
@Component(service = VaultWriter.class, configurationPid = Settings.PID)
public final class GuardedWriter implements VaultWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedWriter.class);

    private final BundleContext context;
    private final OwnVault vault;
    private final Clock clock;
    private final Gate gate = new Gate("vault.lucene writer");
    private volatile Duration drain;
    private volatile Writing writing;

    @Activate
    public GuardedWriter(BundleContext context, @Reference OwnVault vault, VaultConfig config) {
        this(context, vault, config, Clock.systemUTC());
    }

    GuardedWriter(BundleContext context, OwnVault vault, VaultConfig config, Clock clock) {
        this.context = context;
        this.vault = vault;
        this.clock = clock;
        modified(config);
    }

    @Modified
    void modified(VaultConfig config) {
        Settings settings = Settings.from(
                config, LuceneVault.home(context), DataFolder.resolve(context, config.index_folder(), "vault-index"));
        Path audit = DataFolder.resolve(context, config.write_audit_file(), "vault-audit.jsonl");
        writing = new Writing(
                settings.engine().vault(),
                settings(config),
                settings.fileMaxBytes(),
                settings.globs()::admits,
                audit,
                () -> vault.reads().seen(),
                clock,
                ZoneId.systemDefault());
        drain = settings.drain();
        if (config.write_enabled()) {
            LOG.info("New notes may be written below {}; audit in {}", config.write_folders(), audit);
        }
    }

    private static WriteSettings settings(VaultConfig config) {
        Settings.within("write.min.chars", config.write_min_chars(), 0, 100_000);
        Settings.within("write.read.minutes", config.write_read_minutes(), 0, 100_000);
        return new WriteSettings(
                config.write_enabled(),
                WriteSettings.folders(config.write_folders()),
                WriteSettings.extension(config.write_extension()),
                config.write_min_chars(),
                Duration.ofMinutes(config.write_read_minutes()),
                config.write_critique());
    }

    @Override
    public Written write(Draft draft) {
        return gate.through(() -> writing.write(draft));
    }

    /** A note in hand is small: it is written to its end. */
    @Deactivate
    void deactivate() {
        try {
            if (!gate.drain(drain)) {
                LOG.warn("A note is still being written; it is whole or not there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
