package org.dharmic.mail.imap;

import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import org.dharmic.mail.Trial;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.connection.TrackedSockets;
import org.dharmic.mail.imap.mailbox.Greeting;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.sending.SmtpSender;
import org.dharmic.mail.imap.sending.SmtpUnavailable;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.dharmic.platform.SecretUnavailable;

/** Tries an account out, one step after the other, over connections of its own. Takes nothing in and sends nothing. */
final class AccountTrial {

    private static final Duration LEAVE = Duration.ofSeconds(1);

    /** A step that failed, so that those after it make no sense. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private interface Step {
        /** What the server said. */
        String run() throws MessagingException, IOException, SmtpUnavailable;
    }

    private final ImapSettings settings;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SmtpSender smtp;
    /** Guarded by itself. */
    private final List<Trial> trials = new ArrayList<>();

    private volatile String step = "";
    private volatile long begun;
    private volatile boolean over;
    private volatile TrackedSockets sockets = new TrackedSockets();

    /** @param passwords for this trial alone: it ends what they are doing when it is over */
    AccountTrial(ImapSettings settings, Sessions sessions, Passwords passwords) {
        this.settings = settings;
        this.sessions = sessions;
        this.passwords = passwords;
        smtp = new SmtpSender(sessions, passwords);
    }

    /** @param worker started here, over when this returns or soon after */
    List<Trial> run(ThreadFactory worker, Duration wait) {
        Thread thread = worker.newThread(Sessions.withLibrary(this::all));
        thread.start();
        try {
            thread.join(Math.max(1, wait.toMillis()));
            if (thread.isAlive()) {
                overdue(wait);
                abort();
                thread.join(LEAVE.toMillis());
            }
        } catch (InterruptedException e) {
            abort();
            Thread.currentThread().interrupt();
        }
        synchronized (trials) {
            return List.copyOf(trials);
        }
    }

    private void overdue(Duration wait) {
        synchronized (trials) {
            over = true;
            trials.add(new Trial(
                    step,
                    false,
                    "did not end within the " + wait.plusMillis(999).toSeconds() + " s of all",
                    since()));
        }
    }

    /** Ends what is under way. For any thread. */
    void abort() {
        over = true;
        sockets.abort();
        smtp.abort();
        passwords.abort();
    }

    private void all() {
        try {
            reach("IMAP", settings.imapLine());
            mailbox();
        } catch (Failed e) {
            // the trial says why; the other server may be well all the same
        }
        try {
            reach("SMTP", settings.smtpLine());
            smtpLogin();
        } catch (Failed e) {
            // as above
        }
    }

    private void reach(String side, ImapSettings.Line line) throws Failed {
        Server server = line.server();
        step(side + " name", () -> addresses(server.host()));
        step(side + " port", () -> {
            try (Socket socket = connected(server)) {
                return "connected to " + socket.getRemoteSocketAddress();
            }
        });
        step(
                side + " TLS",
                () -> server.security() == Server.Security.PLAIN ? "none, on this machine" : tls(side, line));
    }

    private static String addresses(String host) throws IOException {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + host, e);
        }
    }

    private Socket connected(Server server) throws IOException {
        Socket socket = tracked().plain(SocketFactory.getDefault()).createSocket();
        socket.connect(new InetSocketAddress(server.host(), server.port()), (int)
                settings.patience().reply().toMillis());
        return socket;
    }

    private String tls(String side, ImapSettings.Line line) throws IOException {
        Server server = line.server();
        try (Socket socket = connected(server)) {
            Greeting greeting = new Greeting(
                    socket, server.host(), server.port(), settings.patience().reply());
            if (server.security() == Server.Security.STARTTLS) {
                if (side.equals("IMAP")) {
                    greeting.imapStartTls();
                } else {
                    greeting.smtpStartTls();
                }
            }
            return greeting.handshake(Sessions.trusting(line));
        }
    }

    private TrackedSockets tracked() {
        TrackedSockets fresh = new TrackedSockets();
        sockets = fresh;
        if (over) {
            fresh.abort();
        }
        return fresh;
    }

    private void mailbox() throws Failed {
        ImapConnection[] opened = new ImapConnection[1];
        String[] missing = new String[1];
        step("IMAP login", () -> {
            try {
                opened[0] = ImapConnection.open(settings, sessions, passwords.resolve(settings.imapLine()), tracked());
            } catch (FolderNotFoundException e) {
                missing[0] = "there is no folder " + settings.folder() + "; see the key folder";
            }
            return "as " + settings.imapLine().user()
                    + (settings.imapLine().token().isPresent() ? " with a token" : " with a password");
        });
        try (ImapConnection connection = opened[0]) {
            step("IMAP folder", () -> {
                if (connection == null) {
                    throw new IOException(missing[0]);
                }
                return settings.folder() + (connection.isReadOnly() ? ", read only" : ", read and write") + ", "
                        + connection.uidsAfter(0).length + " mails, "
                        + (connection.canIdle() ? "tells of new mail (IDLE)" : "is polled, has no IDLE");
            });
            step(
                    "IMAP flags",
                    () -> connection.isReadOnly() || connection.flag().isEmpty()
                            ? "none is kept; the journal alone knows what was answered"
                            : "answered mail gets " + connection.flag());
            step("Sent folder", () -> sentFolder(connection));
        }
    }

    private String sentFolder(ImapConnection connection) throws MessagingException {
        if (!settings.sent().looks()) {
            return "not looked into (sent.folder); a reply whose sending ends unclear is treated as on.ambiguous says";
        }
        Optional<String> name = connection.sentFolder().name();
        if (name.isEmpty()) {
            return "none; a reply whose sending ends unclear is treated as on.ambiguous says";
        }
        if (connection.sentFolder().holds("<nobody@invalid>").isEmpty()) {
            throw new MessagingException("the folder " + name.get() + " cannot be opened (sent.folder)");
        }
        return name.get() + " is looked into before a reply goes out again";
    }

    private void smtpLogin() throws Failed {
        try {
            step("SMTP login", () -> {
                smtp.connect(settings);
                return "as " + settings.smtpLine().user();
            });
        } finally {
            smtp.close();
        }
    }

    private void step(String what, Step run) throws Failed {
        step = what;
        begun = System.nanoTime();
        String detail;
        boolean passed = false;
        try {
            detail = HeaderText.cut(HeaderText.singleLine(run.run()), 300);
            passed = true;
        } catch (MessagingException | IOException | SmtpUnavailable | SecretUnavailable e) {
            detail = HeaderText.reason(e);
        }
        synchronized (trials) {
            if (!over) {
                trials.add(new Trial(what, passed, detail, since()));
            }
        }
        if (!passed || over) {
            throw new Failed();
        }
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
