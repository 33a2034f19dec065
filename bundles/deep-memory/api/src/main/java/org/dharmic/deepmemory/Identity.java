package org.dharmic.deepmemory;

import java.util.List;
import java.util.Objects;

/**
 * Who the agent is, from {@code identity_core.json}.
 *
 * @param name its name
 * @param traits core traits
 * @param milestones the latest milestones, oldest first
 */
public record Identity(String name, List<String> traits, List<String> milestones) {
    public Identity {
        Objects.requireNonNull(name, "name");
        traits = List.copyOf(traits);
        milestones = List.copyOf(milestones);
    }
}
