package org.dharmic.mail.imap.intake;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.connection.TrackedSockets;
import org.dharmic.mail.imap.mailbox.Claim;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mailbox.Look;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of an account, and the right to its mailbox. Its owner's thread makes and drops it, the next one only when
 * the one before is down; others may wake and cut it.
 */
final class KeptLine {

    /** Another account answers the same mailbox. */
    static final class Taken extends Exception {
        private static final long serialVersionUID = 1L;

        private Taken(ImapSettings settings) {
            super("another account answers folder " + settings.folder() + " of "
                    + settings.imapLine().user() + " at "
                    + settings.imapLine().server().host()
                    + " already: give this one another folder, or remove its file");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(KeptLine.class);

    private final Passwords passwords;
    private final Sessions sessions;
    private volatile ImapConnection connection;
    private volatile TrackedSockets sockets = new TrackedSockets();
    private volatile boolean leaving;
    /** No longer once a server has not answered: some drop what comes with DONE. Only of the owner's thread. */
    private boolean inOneGo = true;
    /** Only of the owner's thread; null before the first connection. */
    private Claim claim;

    KeptLine(Passwords passwords, Sessions sessions) {
        this.passwords = passwords;
        this.sessions = sessions;
    }

    // ---- for the owner's thread

    ImapConnection connection() {
        return connection;
    }

    /** The next connection may be made; the one before is down. */
    void connect(ImapSettings settings) throws MessagingException, IOException {
        TrackedSockets fresh = new TrackedSockets();
        sockets = fresh;
        if (leaving) {
            fresh.abort();
        }
        connection = ImapConnection.open(settings, sessions, passwords.resolve(settings.imapLine()), fresh);
    }

    /** Before a connection: makes sure that nobody else answers the mailbox. */
    void claim(ImapSettings settings) throws IOException, Taken {
        Server server = settings.imapLine().server();
        String name = Digests.sha256(server.host() + "\n" + server.port() + "\n"
                        + settings.imapLine().user() + "\n" + settings.folder())
                .substring(0, 16);
        if (claim != null && !claim.isFor(name)) {
            giveUp();
        }
        if (claim == null) {
            claim = Claim.take(Path.of(settings.stateFolder()), name).orElseThrow(() -> new Taken(settings));
        }
    }

    /**
     * Waits in IDLE, and looks for new mail when it ends: the look begins together with DONE.
     *
     * @param unwanted see {@link ImapConnection#idle}
     * @param looking called when the look begins, on whatever thread ends IDLE
     * @return whether it looked; else nobody has yet
     */
    boolean idle(Duration keepalive, BooleanSupplier unwanted, Runnable looking) throws MessagingException {
        ImapConnection current = connection;
        Optional<Look> next = inOneGo ? Optional.of(current.nextLook(looking)) : Optional.empty();
        current.idle(keepalive, unwanted, next);
        if (next.filter(Look::isAsked).isEmpty()) {
            return false;
        }
        try {
            current.look(next.get());
            return true;
        } catch (MessagingException e) {
            inOneGo = false;
            throw e;
        }
    }

    void disconnect() {
        ImapConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    /** Leaves the mailbox to others. */
    void giveUp() {
        try {
            if (claim != null) {
                claim.close();
            }
        } catch (IOException e) {
            LOG.warn("The mailbox stays claimed until this process ends", e);
        } finally {
            claim = null;
        }
    }

    /** Whether the next connection would be made with another password than the latest one. */
    boolean hasOtherPassword(ImapSettings settings) {
        return passwords.hasChanged(settings.imapLine());
    }

    /** For how long the connection has been there; zero without one. */
    Duration age() {
        ImapConnection current = connection;
        return current == null ? Duration.ZERO : current.age();
    }

    // ---- for any thread

    boolean isConnected() {
        return connection != null;
    }

    void interruptIdle() {
        ImapConnection current = connection;
        if (current != null) {
            current.interruptIdle();
        }
    }

    /** Cuts the line under whatever its owner is doing, and each later one. */
    void abort() {
        leaving = true;
        sockets.abort();
        passwords.abort();
    }
}
