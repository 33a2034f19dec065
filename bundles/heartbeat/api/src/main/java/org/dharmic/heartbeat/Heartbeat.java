package org.dharmic.heartbeat;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The regular look. Checks are {@code org.apache.felix.hc.api.HealthCheck} services; one that fails or hangs never stops
 * the rest. No beat runs a model. Safe for many threads.
 */
@ProviderType
public interface Heartbeat {

    /** Looks now and waits for the result, a few seconds at most. */
    Beat now();

    /** The latest beat; empty before the first. */
    Optional<Beat> last();
}
