package org.dharmic.platform;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Looks a secret up by the name that stands in a configuration. Secrets never enter the configuration itself, logs or
 * metrics; callers use the value at once and do not keep it.
 */
@ProviderType
public interface SecretResolver {

    /**
     * The secret as characters; the caller may wipe the array.
     *
     * @param name of a file below {@code etc/secrets/}, or {@code env:NAME} for an environment variable
     * @throws SecretUnavailable when there is none, or its file can be read by others; the message says what to do and
     *     holds nothing of the secret
     */
    char[] resolve(String name);
}
