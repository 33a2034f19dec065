package org.dharmic.itests;

import java.nio.file.Path;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.karaf.shell.api.action.Action;
import org.dharmic.agent.Agent;
import org.dharmic.context.ContextContributor;
import org.dharmic.executor.Executor;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.journal.Journal;
import org.dharmic.mail.MailChannel;
import org.dharmic.metrics.Metrics;
import org.dharmic.platform.SecretResolver;
import org.dharmic.vault.VaultIndex;

/** The bundles that answer mail from a vault without a language model, and the sandbox's mail server. */
final class House {

    /** What changes when a room on the way of a mail is upgraded: symbolic name and jar. */
    record Room(String symbolicName, String jar) {}

    static final Room JOURNAL = new Room("org.dharmic.journal.sqlite", "journal-sqlite");
    static final Room MAIL = new Room("org.dharmic.mail.imap", "mail-imap");
    static final Room AGENT = new Room("org.dharmic.agent.core", "agent-core");
    static final Room VAULT = new Room("org.dharmic.vault.lucene", "vault-lucene");
    static final Room EXECUTOR = new Room("org.dharmic.executor.extractive", "executor-extractive");
    static final Room HEARTBEAT = new Room("org.dharmic.heartbeat.core", "heartbeat-core");
    static final Room METRICS = new Room("org.dharmic.metrics.core", "metrics-core");

    static final List<Room> ON_THE_WAY = List.of(METRICS, JOURNAL, EXECUTOR, MAIL, VAULT, AGENT, HEARTBEAT);

    private House() {}

    static FelixRun.Plan in(Path folder) {
        return on(FelixRun.in(folder)
                        .sharing(
                                Journal.class,
                                MailChannel.class,
                                Agent.class,
                                ContextContributor.class,
                                VaultIndex.class,
                                Executor.class,
                                Heartbeat.class,
                                Metrics.class,
                                SecretResolver.class,
                                Action.class)
                        .withAllContracts())
                .with("strange-memory-jsonl", "deep-memory-sqlite");
    }

    private static FelixRun.Plan on(FelixRun.Plan plan) {
        return plan.with("org.apache.felix.healthcheck.api", "lib-mail", "lib-lucene", "lib-metrics", "sqlite-jdbc")
                .with("lib-cron", "lib-health")
                .with("jackson-annotations", "jackson-core", "jackson-databind")
                .with("apache-mime4j-core", "commons-io", "jsoup")
                .with("commonmark", "commonmark-ext-gfm-tables")
                .with("sandbox")
                .with(ON_THE_WAY.stream().map(Room::jar).toArray(String[]::new));
    }

    /** The same with all other rooms, and config-guard before them. */
    static FelixRun.Plan guarded(Path folder) {
        FelixRun.Plan plan = FelixRun.in(folder)
                .sharing(Journal.class, SecretResolver.class, Action.class, HealthCheck.class)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "config-guard");
        return on(plan).with("platform-secrets", "deep-memory-sqlite", "strange-memory-jsonl", "telos-yaml")
                .with("snakeyaml-engine", "executor-claude-cli");
    }
}
