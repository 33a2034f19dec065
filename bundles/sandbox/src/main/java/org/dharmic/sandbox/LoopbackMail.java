package org.dharmic.sandbox;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Clock;

/** A mail provider inside this process: SMTP and IMAP on 127.0.0.1, mailboxes in memory. */
final class LoopbackMail implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final SandboxSettings settings;
    private final String password;
    private final GreenMail server;

    private LoopbackMail(SandboxSettings settings, String password, GreenMail server) {
        this.settings = settings;
        this.password = password;
        this.server = server;
    }

    /**
     * Starts the server; when this returns it accepts connections.
     *
     * @throws IllegalStateException when a port cannot be had
     */
    static LoopbackMail start(SandboxSettings settings, String password, Clock clock) {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(settings.smtpPort(), LOOPBACK, ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(settings.imapPort(), LOOPBACK, ServerSetup.PROTOCOL_IMAP)
        });
        // Mailboxes first: a login that comes before them would be refused, and a client then stays away for long.
        server.getUserManager()
                .setMessageDeliveryHandler(new Delivery(server.getUserManager(), settings.domain(), clock));
        for (String user : settings.users()) {
            String address = user + "@" + settings.domain();
            try {
                server.getUserManager().createUser(address, address, password);
            } catch (UserException e) {
                throw new IllegalStateException("Mailbox " + address + " could not be made", e);
            }
        }
        try {
            server.start();
        } catch (IllegalStateException e) {
            server.stop();
            throw new IllegalStateException(
                    "The mail server did not start on 127.0.0.1 with smtp.port " + settings.smtpPort()
                            + " and imap.port " + settings.imapPort() + ": choose free ports, or 0, in etc/"
                            + Sandbox.PID + ".cfg",
                    e);
        }
        return new LoopbackMail(settings, password, server);
    }

    SandboxSettings settings() {
        return settings;
    }

    int smtpPort() {
        return server.getSmtp().getPort();
    }

    int imapPort() {
        return server.getImap().getPort();
    }

    /** A mail program that is logged in as one of the users. */
    MailProgram programOf(String user) {
        return new MailProgram(smtpPort(), imapPort(), user + "@" + settings.domain(), password);
    }

    @Override
    public void close() {
        server.stop();
    }
}
