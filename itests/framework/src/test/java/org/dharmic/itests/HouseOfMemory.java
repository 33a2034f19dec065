package org.dharmic.itests;

import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.platform.SecretResolver;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.telos.Telos;
import org.dharmic.vault.VaultIndex;

/** The rooms that know something, the shell that asks them, and nobody else. */
final class HouseOfMemory {

    private HouseOfMemory() {}

    static FelixRun.Plan in(Path folder) {
        return FelixRun.in(folder)
                .sharing(
                        Action.class,
                        DeepMemory.class,
                        SecretResolver.class,
                        StrangeMemory.class,
                        Telos.class,
                        VaultIndex.class)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "lib-lucene", "lib-metrics", "sqlite-jdbc")
                .with("jackson-annotations", "jackson-core", "jackson-databind", "snakeyaml-engine")
                .with("platform-secrets", "telos-yaml", "strange-memory-jsonl", "deep-memory-sqlite")
                .with("vault-lucene", "shell");
    }
}
