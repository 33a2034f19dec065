package org.dharmic.platform;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The configuration sets that were refused and are not in force. Safe for many threads. */
@ProviderType
public interface ConfigProblems {

    /** All problems of the sets as they lie in the files now; empty when all are good. */
    List<ConfigProblem> problems();
}
