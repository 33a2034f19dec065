package org.dharmic.vault.lucene;

import java.util.List;
import java.util.Optional;
import org.dharmic.vault.Why.Part;

/** Of a note that was found its best passage, and what its score is made of; no passage when it was not. */
record Reasons(Optional<FoundPassage> passage, List<Part> parts) {
    static final Reasons NONE = new Reasons(Optional.empty(), List.of());

    public Reasons {
        parts = List.copyOf(parts);
    }
}
