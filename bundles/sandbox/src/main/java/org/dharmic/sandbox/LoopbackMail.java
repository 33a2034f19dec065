package org.dharmic.sandbox;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHandler;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;

/** A mail provider inside this process: SMTP and IMAP on 127.0.0.1, mailboxes in memory. */
final class LoopbackMail implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long START_MILLIS = 5_000;
    private static final long STOP_MILLIS = 1_000;

    private final SandboxSettings settings;
    private final String password;
    private final Smtp smtp;
    private final Imap imap;

    private LoopbackMail(SandboxSettings settings, String password, Managers managers) {
        this.settings = settings;
        this.password = password;
        smtp = new Smtp(new ServerSetup(settings.smtpPort(), LOOPBACK, ServerSetup.PROTOCOL_SMTP), managers);
        imap = new Imap(new ServerSetup(settings.imapPort(), LOOPBACK, ServerSetup.PROTOCOL_IMAP), managers);
    }

    /**
     * Starts the server; when this returns it accepts connections.
     *
     * @throws IllegalStateException when a port cannot be had
     */
    static LoopbackMail start(SandboxSettings settings, String password, Clock clock) {
        Managers managers = new Managers();
        managers.getUserManager()
                .setMessageDeliveryHandler(new Delivery(managers.getUserManager(), settings.domain(), clock));
        // Mailboxes first: a login that comes before them would be refused, and a client then stays away for long.
        for (String user : settings.users()) {
            String address = user + "@" + settings.domain();
            try {
                managers.getUserManager().createUser(address, address, password);
            } catch (UserException e) {
                throw new IllegalStateException("Mailbox " + address + " could not be made", e);
            }
        }
        LoopbackMail mail = new LoopbackMail(settings, password, managers);
        try {
            start(mail.smtp, "smtp.port", settings.smtpPort());
            start(mail.imap, "imap.port", settings.imapPort());
        } catch (IllegalStateException e) {
            mail.close();
            throw e;
        }
        return mail;
    }

    private static void start(AbstractServer server, String key, int port) {
        // Jakarta Mail looks its parts up through the thread; connections inherit it from the server's thread.
        server.setContextClassLoader(Session.class.getClassLoader());
        server.startService();
        boolean running = false;
        try {
            running = server.waitTillRunning(START_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running) {
            throw new IllegalStateException("The mail server could not listen on " + LOOPBACK + ", " + key + " " + port
                    + ": choose a free port, or 0, in etc/" + Sandbox.PID + ".cfg");
        }
    }

    SandboxSettings settings() {
        return settings;
    }

    int smtpPort() {
        return smtp.getPort();
    }

    int imapPort() {
        return imap.getPort();
    }

    /** A mail program that is logged in as one of the users. */
    MailProgram programOf(String user) {
        return new MailProgram(smtpPort(), imapPort(), user + "@" + settings.domain(), password);
    }

    @Override
    public void close() {
        imap.stopService(STOP_MILLIS);
        smtp.stopService(STOP_MILLIS);
    }

    /**
     * Answers in several small writes go out at once, as those of real servers do; otherwise Nagle's algorithm and the
     * client's delayed acknowledgement add 40 ms to each.
     */
    private static Socket prompt(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            return socket;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Imap extends AbstractServer {
        Imap(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket socket) {
            return new ImapHandler(managers.getUserManager(), managers.getImapHostManager(), prompt(socket));
        }
    }

    private static final class Smtp extends AbstractServer {
        Smtp(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket socket) {
            return new SmtpHandler(new SmtpCommandRegistry(), managers.getSmtpManager(), prompt(socket)) {
                @Override
                protected void handleCommand() throws IOException {
                    if (!(state instanceof LoggedIn)) {
                        state = new LoggedIn(); // before the first command, so nothing is lost
                    }
                    super.handleCommand();
                }
            };
        }
    }

    /** A login holds for its connection (RFC 4954), not for one mail as in GreenMail. */
    private static final class LoggedIn extends SmtpState {
        @Override
        public void clearMessage() {
            if (getMessage() == null) {
                super.clearMessage();
            } else {
                clearMessagePreservingAuthenticationState();
            }
        }
    }
}
