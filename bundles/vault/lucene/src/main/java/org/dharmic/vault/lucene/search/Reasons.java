package org.dharmic.vault.lucene.search;

import java.util.List;
import java.util.Optional;
import org.dharmic.vault.Why.Part;
import org.dharmic.vault.lucene.index.FoundPassage;

/** Of a note that was found its best passage, and what its score is made of; no passage when it was not. */
public record Reasons(Optional<FoundPassage> passage, List<Part> parts) {
    public static final Reasons NONE = new Reasons(Optional.empty(), List.of());

    public Reasons {
        parts = List.copyOf(parts);
    }
}
