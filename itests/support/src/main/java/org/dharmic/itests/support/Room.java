package org.dharmic.itests.support;

import java.util.List;

/**
 * A bundle that is exchanged while mail comes in.
 *
 * @param artifact its name on the start list
 * @param symbolicName its name in the framework
 * @param pauseLimitMillis the longest pause of a good exchange that is promised
 */
public record Room(String artifact, String symbolicName, int pauseLimitMillis) {

    private static final int LIMIT = 500;
    /** Nobody waits for these on the way of a mail; they hold next to nothing open. */
    private static final int QUICK = 150;

    /** Those on the way of a mail, and those that watch it. */
    public static final List<Room> ALL = List.of(
            new Room("journal-sqlite", "org.dharmic.journal.sqlite", LIMIT),
            new Room("mail-imap", "org.dharmic.mail.imap", LIMIT),
            new Room("agent-core", "org.dharmic.agent.core", LIMIT),
            new Room("vault-lucene", "org.dharmic.vault.lucene", LIMIT),
            new Room("strange-memory-jsonl", "org.dharmic.strangememory.jsonl", LIMIT),
            new Room("deep-memory-sqlite", "org.dharmic.deepmemory.sqlite", LIMIT),
            new Room("telos-yaml", "org.dharmic.telos.yaml", QUICK),
            new Room("executor-extractive", "org.dharmic.executor.extractive", QUICK),
            new Room("executor-claude-cli", "org.dharmic.executor.claudecli", QUICK),
            new Room("heartbeat-core", "org.dharmic.heartbeat.core", QUICK),
            new Room("metrics-core", "org.dharmic.metrics.core", QUICK));

    public static Room of(String artifact) {
        return ALL.stream()
                .filter(room -> room.artifact().equals(artifact))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no room " + artifact));
    }
}
