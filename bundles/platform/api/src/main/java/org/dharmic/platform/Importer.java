package org.dharmic.platform;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes over old data of one house. Registered as a service; running it twice takes nothing over twice. */
@ConsumerType
public interface Importer {

    /** Whose data, for example {@code deep-memory}. */
    String name();

    /**
     * Looks for its files below a folder and takes them over.
     *
     * @return one line for each file: what was taken over, what was skipped and why; empty when there was nothing
     * @throws Exception when storage failed; what was taken over until then stays
     */
    List<String> importFrom(Path folder) throws Exception;
}
