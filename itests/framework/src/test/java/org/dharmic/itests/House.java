package org.dharmic.itests;

import java.nio.file.Path;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.karaf.shell.api.action.Action;
import org.dharmic.journal.Journal;
import org.dharmic.platform.SecretResolver;

/** The bundles that answer mail from a vault without a language model, and the sandbox's mail server. */
final class House {

    /** What changes when a room on the way of a mail is upgraded: symbolic name and jar. */
    record Room(String symbolicName, String jar) {}

    static final List<Room> ON_THE_WAY = List.of(
            new Room("org.dharmic.journal.sqlite", "journal-sqlite"),
            new Room("org.dharmic.mail.imap", "mail-imap"),
            new Room("org.dharmic.agent.core", "agent-core"),
            new Room("org.dharmic.vault.lucene", "vault-lucene"));

    private House() {}

    static FelixRun.Plan in(Path folder) {
        return on(FelixRun.in(folder)
                .sharing(Journal.class, SecretResolver.class, Action.class)
                .withAllContracts());
    }

    private static FelixRun.Plan on(FelixRun.Plan plan) {
        return plan.with("org.apache.felix.healthcheck.api", "lib-mail", "lib-lucene", "lib-metrics", "sqlite-jdbc")
                .with("jackson-annotations", "jackson-core", "jackson-databind")
                .with("apache-mime4j-core", "commons-io", "jsoup")
                .with("commonmark", "commonmark-ext-gfm-tables")
                .with("sandbox", "executor-extractive")
                .with(ON_THE_WAY.stream().map(Room::jar).toArray(String[]::new));
    }

    /** The same with all other rooms, and config-guard before them. */
    static FelixRun.Plan guarded(Path folder) {
        FelixRun.Plan plan = FelixRun.in(folder)
                .sharing(Journal.class, SecretResolver.class, Action.class, HealthCheck.class)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "config-guard", "lib-cron", "lib-health");
        return on(plan).with("platform-secrets", "deep-memory-sqlite", "strange-memory-jsonl", "telos-yaml")
                .with("snakeyaml-engine", "executor-claude-cli", "heartbeat-core", "metrics-core");
    }
}
