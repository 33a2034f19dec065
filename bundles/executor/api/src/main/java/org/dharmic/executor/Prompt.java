package org.dharmic.executor;

import java.util.List;
import java.util.Objects;
import org.dharmic.context.ContextBlock;

/**
 * What an executor is given.
 *
 * @param id the inquiry's id, for logs
 * @param system orientation and rules, written by the owner and the platform; not data from outside
 * @param user everything else as one text ready for a model: context and question inside a fence with a random nonce
 * @param question the bare question, for executors without a model
 * @param blocks the context as data, for executors without a model; best first within each source
 */
public record Prompt(String id, String system, String user, String question, List<ContextBlock> blocks) {
    public Prompt {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(question, "question");
        blocks = List.copyOf(blocks);
    }
}
