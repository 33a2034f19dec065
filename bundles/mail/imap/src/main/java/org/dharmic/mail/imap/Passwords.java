package org.dharmic.mail.imap;

import java.time.Duration;
import java.util.Arrays;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;

/** Looks the password up when a connection is made, and forgets it afterwards. */
final class Passwords {

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Available<SecretResolver> resolver;

    Passwords(Available<SecretResolver> resolver) {
        this.resolver = resolver;
    }

    /** @throws SecretUnavailable when it cannot be had */
    String resolve(String name) {
        char[] secret = resolver.within(WAIT, each -> each.resolve(name))
                .orElseThrow(() -> new SecretUnavailable("the secret resolver is temporarily unavailable"));
        try {
            return new String(secret); // the mail library takes nothing else
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
