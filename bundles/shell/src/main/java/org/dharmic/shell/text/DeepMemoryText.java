package org.dharmic.shell.text;

import java.util.List;
import java.util.Optional;
import org.dharmic.deepmemory.Fact;

/** What deep memory answers, in words. Each method is a pure function of its arguments. */
public final class DeepMemoryText {

    private DeepMemoryText() {}

    public static Sheet facts(List<Fact> facts) {
        Sheet.Builder sheet = Sheet.of("id", "updated", "topics", "text");
        facts.forEach(fact -> sheet.row(
                fact.id(), fact.updatedAt(), fact.topics().isEmpty() ? Optional.empty() : fact.topics(), fact.text()));
        return sheet.build();
    }
}
