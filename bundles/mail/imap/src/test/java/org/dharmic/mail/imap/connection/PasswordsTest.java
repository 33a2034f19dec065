package org.dharmic.mail.imap.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {

    private static final ImapSettings.Line LINE = line(993);
    private static final ImapSettings.Line OTHER = line(587);

    @TempDir
    Path folder;

    private final AtomicReference<String> file = new AtomicReference<>("wrong");
    private Passwords passwords;

    private static ImapSettings.Line line(int port) {
        return new ImapSettings.Line(
                new Server("mail.example.org", port, Server.Security.TLS),
                "me@example.org",
                "home.password",
                Optional.empty(),
                Optional.empty());
    }

    @BeforeEach
    void make() {
        Available<SecretResolver> resolver = new Available<>(SecretResolver.class);
        resolver.arrived(name -> {
            if (file.get().isEmpty()) {
                throw new SecretUnavailable(name + " is not there");
            }
            return file.get().toCharArray();
        });
        passwords = new Passwords(resolver, folder);
    }

    @Test
    void aMendedSecretIsNoticedUntilItIsUsed() {
        assertThat(passwords.hasChanged(LINE)).as("nothing was used before").isFalse();
        assertThat(passwords.resolve(LINE)).isEqualTo("wrong");
        assertThat(passwords.hasChanged(LINE)).isFalse();

        file.set("right");

        assertThat(passwords.hasChanged(LINE)).isTrue();
        assertThat(passwords.resolve(LINE)).isEqualTo("right");
        assertThat(passwords.hasChanged(LINE)).isFalse();
    }

    @Test
    void whatOneServerWasShownIsNewToTheOther() {
        passwords.resolve(LINE);
        passwords.resolve(OTHER);
        file.set("right");
        passwords.resolve(LINE);
        assertThat(passwords.hasChanged(LINE)).isFalse();
        assertThat(passwords.hasChanged(OTHER)).isTrue();
    }

    @Test
    void aSecretThatIsGoneIsNoMendedOne() {
        passwords.resolve(LINE);

        file.set("");

        assertThat(passwords.hasChanged(LINE)).isFalse();
        assertThatThrownBy(() -> passwords.resolve(LINE)).hasMessage("home.password is not there");
    }
}
