package org.dharmic.mail.imap.connection;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.dharmic.support.Threads;

/**
 * The settings of the mail library. It gets its executors from us: left alone it starts a thread for each socket that
 * outlives the component.
 */
public final class Sessions implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final ScheduledExecutorService executor;
    private final Costs costs;

    public Sessions(String name, Costs costs) {
        this.costs = costs;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, Threads.named("mail-" + name + "-net"));
        one.setRemoveOnCancelPolicy(true); // nearly all that it is asked to do later is taken back
        executor = one;
    }

    /** The mail library looks its parts up in the thread's class loader, and they are in its own bundle. */
    public static Runnable withLibrary(Runnable task) {
        return () -> {
            Thread.currentThread().setContextClassLoader(Session.class.getClassLoader());
            task.run();
        };
    }

    /** For tasks that only close sockets or write a few bytes. */
    public ScheduledExecutorService timer() {
        return executor;
    }

    /** A connection has come to its login. */
    public void connected() {
        costs.connects().add();
    }

    /**
     * @param protocol {@code imap} or {@code smtp}
     * @param silence longest wait for a reply
     * @param sockets learns of every socket, so that a hanging one can be closed
     * @throws IOException when the pinned certificate cannot be used
     */
    public Session session(String protocol, ImapSettings.Line line, Duration silence, TrackedSockets sockets)
            throws IOException {
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.setProperty(
                prefix + "connectiontimeout", millis(CONNECT.compareTo(silence) < 0 ? CONNECT : silence));
        properties.setProperty(prefix + "timeout", millis(silence));
        properties.setProperty(prefix + "writetimeout", millis(silence));
        properties.put(prefix + "executor.writetimeout", executor);
        properties.put("mail.event.executor", executor);
        properties.setProperty("mail.event.scope", "session");

        switch (line.server().security()) {
            case TLS -> properties.setProperty(prefix + "ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty(prefix + "starttls.enable", "true");
                properties.setProperty(prefix + "starttls.required", "true");
            }
            case PLAIN -> properties.setProperty(prefix + "starttls.enable", "false");
        }
        if (line.server().security() != Server.Security.PLAIN) {
            SSLSocketFactory tls = trusting(line);
            properties.put(prefix + "ssl.socketFactory", sockets.tls(tls, () -> costs.handshakes()
                    .add()));
        }
        properties.put(prefix + "socketFactory", sockets.plain(SocketFactory.getDefault()));
        // With the fall-back on, a refused certificate leads to a second try with the library's own trust.
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        // Named, because left alone the library tries one after the other and shows a token as a password.
        properties.setProperty(prefix + "auth.mechanisms", line.token().isPresent() ? "XOAUTH2" : "PLAIN LOGIN");
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");

        if (protocol.equals("imap")) {
            properties.setProperty("mail.imap.fetchsize", String.valueOf(256 * 1024));
            properties.setProperty("mail.imap.peek", "true");
            properties.setProperty("mail.imap.connectionpoolsize", "1");
            // Else it tries a folder that can only be read over a second connection.
            properties.setProperty("mail.imap.allowreadonlyselect", "true");
        } else {
            properties.setProperty("mail.smtp.auth", "true");
            properties.setProperty("mail.smtp.quitwait", "false");
            properties.setProperty("mail.smtp.localhost", "[127.0.0.1]"); // else the library asks the DNS for our name
        }
        return Session.getInstance(properties);
    }

    public static SSLSocketFactory trusting(ImapSettings.Line line) throws IOException {
        return line.certificate().isPresent()
                ? pinned(line.certificate().get())
                : (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    /** Trusts one certificate and nothing else. */
    private static SSLSocketFactory pinned(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("pinned", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.trust.certificate must be a PEM file with one certificate, was " + file, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(500, TimeUnit.MILLISECONDS); // its tasks only close sockets
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
