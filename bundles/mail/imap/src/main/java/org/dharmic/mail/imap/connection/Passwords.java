package org.dharmic.mail.imap.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;

/** Looks the password or the access token up when a connection is made, and forgets it afterwards. */
public final class Passwords {

    /** A server that refuses a password locks the account when asked too often. */
    public static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Available<SecretResolver> resolver;
    private final TokenCommand commands;
    /** Of the secrets as they were looked up last for each server: to see that one was mended that it has refused. */
    private final Map<Server, String> digests = new ConcurrentHashMap<>();

    /** @param folder private, where a command's output lies while it runs */
    public Passwords(Available<SecretResolver> resolver, Path folder) {
        this.resolver = resolver;
        commands = new TokenCommand(folder);
    }

    /** @throws SecretUnavailable when it cannot be had */
    public String resolve(ImapSettings.Line line) {
        if (!line.secret().isEmpty() || line.token().isEmpty()) {
            return secret(line);
        }
        ImapSettings.Token token = line.token().get();
        try {
            return commands.run(token.command(), token.environment(), token.timeout());
        } catch (TokenCommand.NoToken e) {
            throw new SecretUnavailable("token.command " + token.command().get(0) + " " + e.getMessage());
        }
    }

    /**
     * Whether a login there would now be made with another secret than the latest one: its file was mended. Runs no command, so it
     * may be asked often; false of tokens that one makes.
     */
    public boolean hasChanged(ImapSettings.Line line) {
        String before = digests.get(line.server());
        if (before == null) {
            return false;
        }
        try {
            return !before.equals(Digests.sha256(lookedUp(line.secret())));
        } catch (SecretUnavailable e) {
            return false; // whoever logs in says why
        }
    }

    private String secret(ImapSettings.Line line) {
        String secret = lookedUp(line.secret());
        digests.put(line.server(), Digests.sha256(secret));
        return secret;
    }

    private String lookedUp(String name) {
        char[] secret = resolver.within(WAIT, each -> each.resolve(name))
                .orElseThrow(() -> new SecretUnavailable("the secret resolver is temporarily unavailable"));
        try {
            return new String(secret); // the mail library takes nothing else
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** Ends a command that is running, and lets no other begin. For any thread. */
    public void abort() {
        commands.abort();
    }
}
