package org.dharmic.itests.probe;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dharmic.agent.Agent;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.executor.Executor;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.journal.Journal;
import org.dharmic.mail.MailChannel;
import org.dharmic.metrics.Metrics;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.telos.Telos;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultIndex;

/** What each room is asked while it is watched: something cheap that it can only answer while it works. */
final class Houses {

    /**
     * @param service name of the service's type
     * @param call throws when the room does not answer
     */
    record Look(String service, Consumer<Object> call) {}

    /** In every sample vault; a search that finds nothing would be a search all the same. */
    private static final Query WORD = Query.of("water", 1);

    private static final Map<String, Look> LOOKS = Map.ofEntries(
            look("org.dharmic.journal.sqlite", Journal.class, journal -> journal.cursor("sandbox", "INBOX")),
            look("org.dharmic.mail.imap", MailChannel.class, MailChannel::status),
            look("org.dharmic.agent.core", Agent.class, Agent::status),
            look("org.dharmic.vault.lucene", VaultIndex.class, vault -> vault.search(WORD)),
            look(
                    "org.dharmic.strangememory.jsonl",
                    StrangeMemory.class,
                    memory -> memory.recent(Layer.OBSERVATIONS, 5)),
            look("org.dharmic.deepmemory.sqlite", DeepMemory.class, DeepMemory::count),
            look("org.dharmic.telos.yaml", Telos.class, Telos::current),
            look("org.dharmic.executor.extractive", Executor.class, Executor::health),
            look("org.dharmic.executor.claudecli", Executor.class, Executor::health),
            look("org.dharmic.heartbeat.core", Heartbeat.class, Heartbeat::last),
            look("org.dharmic.metrics.core", Metrics.class, Metrics::readings));

    private Houses() {}

    private static <T> Map.Entry<String, Look> look(String symbolicName, Class<T> type, Consumer<T> call) {
        return Map.entry(symbolicName, new Look(type.getName(), service -> call.accept(type.cast(service))));
    }

    static Optional<Look> of(String symbolicName) {
        return Optional.ofNullable(LOOKS.get(symbolicName));
    }
}
