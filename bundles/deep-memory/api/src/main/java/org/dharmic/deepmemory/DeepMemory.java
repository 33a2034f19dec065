package org.dharmic.deepmemory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Facts, conversations and identity. What a call changed is durable when it returns. Safe for many threads. */
@ProviderType
public interface DeepMemory {

    /**
     * Keeps a fact.
     *
     * @param key makes it idempotent: the fact that was added with this key before is returned; blank for none
     * @param text not blank, at most 100,000 characters
     */
    Fact add(String key, String text, List<String> topics);

    /** The best {@code limit} facts for words or a question, best first; never a syntax error. */
    List<Fact> search(String query, int limit);

    /** The latest facts, newest first. */
    List<Fact> recent(int limit);

    /** The fact with this id; empty when there is none. */
    Optional<Fact> find(String id);

    /** Takes a fact out. False when there is none with this id. */
    boolean forget(String id);

    /**
     * Adds a turn to a conversation.
     *
     * @param key makes it idempotent; blank for none
     */
    void addTurn(String key, Turn turn);

    /**
     * Adds several turns, in their order, as {@link #addTurn} does each; durable together where a provider can.
     *
     * @param turns by key; no key is blank
     * @throws DeepMemoryException when storage failed. Those that were added are known by their keys
     */
    default void addTurns(Map<String, Turn> turns) {
        turns.forEach(this::addTurn);
    }

    /** The last turns of a conversation, oldest first. */
    List<Turn> turns(String session, int limit);

    /** The latest summaries, newest first. */
    List<Summary> summaries(int limit);

    /** Keeps a summary; it replaces the session's earlier one. */
    void addSummary(Summary summary);

    /** Who the agent is; empty when there is no identity file. */
    Optional<Identity> identity();

    /** How many facts there are. */
    long count();
}
