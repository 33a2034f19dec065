package org.dharmic.itests;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.osgi.framework.Constants;

/** The sandbox's mail server in a run, with everything that rooms must be told to use it. */
final class Post {

    static final String AGENT = "agent@sandbox.test";
    static final String OWNER = "mira@sandbox.test";
    static final String STRANGER = "stranger@sandbox.test";

    private static final String SECRET = "sandbox.password";
    private static final String PASSWORD = "made-up-for-this-test";

    private final int smtpPort = freePort();
    private final int imapPort = freePort();

    /** Offers the secret and configures the server; the sandbox bundle may start before or after. */
    void open(FelixRun run) throws IOException {
        SecretResolver resolver = name -> {
            if (!SECRET.equals(name)) {
                throw new SecretUnavailable("there is no secret " + name);
            }
            return PASSWORD.toCharArray();
        };
        // Before the room for secrets, where there is one: its folder has none.
        run.context()
                .registerService(SecretResolver.class, resolver, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1)));
        serve(run);
    }

    /** As {@link #open}, where the secret lies in a file below the given folder of secrets. */
    void open(FelixRun run, Path secrets) throws IOException {
        Files.writeString(
                Files.createFile(
                        secrets.resolve(SECRET),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                PASSWORD);
        serve(run);
    }

    private void serve(FelixRun run) throws IOException {
        run.configure("org.dharmic.sandbox", Map.of("smtp.port", smtpPort, "imap.port", imapPort));
        run.awaitTrue(this::listens, Duration.ofSeconds(10), "the sandbox's mail server");
    }

    /** The agent's account at this server, for {@code org.dharmic.mail.imap}. */
    Map<String, Object> account() {
        return Map.ofEntries(
                Map.entry("account", "sandbox"),
                Map.entry("address", AGENT),
                Map.entry("imap.host", "127.0.0.1"),
                Map.entry("imap.port", imapPort),
                Map.entry("imap.security", "plain"),
                Map.entry("smtp.host", "127.0.0.1"),
                Map.entry("smtp.port", smtpPort),
                Map.entry("smtp.security", "plain"),
                Map.entry("user", AGENT),
                Map.entry("password.secret", SECRET),
                Map.entry("allowed.senders", OWNER),
                Map.entry("authserv.id", "sandbox.test"),
                Map.entry("poll.seconds", 1),
                Map.entry("scope", "all"),
                Map.entry("cap.sender.per.hour", 0),
                Map.entry("cap.thread.per.hour", 0),
                Map.entry("cap.all.per.hour", 0));
    }

    Correspondent correspondent(String address) throws MessagingException {
        return new Correspondent(address, PASSWORD, smtpPort, imapPort);
    }

    /** Hands the owner's mail over byte by byte, as it was signed. */
    void submit(String raw) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.auth", "true");
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", smtpPort, OWNER, PASSWORD);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII))),
                    new InternetAddress[] {new InternetAddress(AGENT, true)});
        }
    }

    private boolean listens() {
        for (int port : List.of(smtpPort, imapPort)) {
            try (var socket = new java.net.Socket(InetAddress.getByName("127.0.0.1"), port)) {
                socket.setSoTimeout(1_000);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no free port on 127.0.0.1", e);
        }
    }
}
