package org.dharmic.itests.post;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a server listens and how the way to it is protected.
 *
 * @param certificate the one to trust; empty for those that Java trusts
 */
public record Address(String host, int port, Security security, Optional<Path> certificate) {

    /** As the configuration of an account names them. */
    public enum Security {
        TLS,
        STARTTLS,
        PLAIN;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Address plain(int port) {
        return new Address("127.0.0.1", port, Security.PLAIN, Optional.empty());
    }

    /** {@code host:port}. */
    public static Address of(String hostAndPort, Security security, Optional<Path> certificate) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("host:port expected, was " + hostAndPort);
        }
        return new Address(
                hostAndPort.substring(0, colon),
                Integer.parseInt(hostAndPort.substring(colon + 1)),
                security,
                certificate);
    }
}
