package org.dharmic.vault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a draft.
 *
 * @param path of the new note; empty when none was written
 * @param reasons why it was not written, each beginning with a word in lower case and underscores; empty when it was
 * @param warnings what would have been a reason without force or a leave of the configuration
 */
public record Written(Optional<String> path, List<String> reasons, List<String> warnings) {
    public Written {
        Objects.requireNonNull(path, "path");
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }
}
