package org.dharmic.mail.imap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.dharmic.mail.imap.connection.TokenCommand;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;

/** Looks the password or the access token up when a connection is made, and forgets it afterwards. */
final class Passwords {

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Available<SecretResolver> resolver;
    private final TokenCommand commands;

    /** @param folder private, where a command's output lies while it runs */
    Passwords(Available<SecretResolver> resolver, Path folder) {
        this.resolver = resolver;
        commands = new TokenCommand(folder);
    }

    /** @throws SecretUnavailable when it cannot be had */
    String resolve(ImapSettings.Line line) {
        if (line.token().isEmpty()) {
            return secret(line.passwordSecret());
        }
        ImapSettings.Token token = line.token().get();
        if (token.command().isEmpty()) {
            return secret(token.secret());
        }
        try {
            return commands.run(token.command(), token.environment(), token.timeout());
        } catch (TokenCommand.NoToken e) {
            throw new SecretUnavailable("token.command " + token.command().get(0) + " " + e.getMessage());
        }
    }

    private String secret(String name) {
        char[] secret = resolver.within(WAIT, each -> each.resolve(name))
                .orElseThrow(() -> new SecretUnavailable("the secret resolver is temporarily unavailable"));
        try {
            return new String(secret); // the mail library takes nothing else
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** Ends a command that is running, and lets no other begin. For any thread. */
    void abort() {
        commands.abort();
    }
}
