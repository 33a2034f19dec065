package org.dharmic.mail.imap.sending;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.connection.TrackedSockets;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.platform.SecretUnavailable;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands bytes to the SMTP server. The connection stays for a burst of replies and is closed when there are no more.
 * For one thread at a time, but for {@link #abort}.
 */
public final class SmtpSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);
    private static final Duration KEEP = Duration.ofSeconds(60);
    /** The server closes the connection, whatever was asked (RFC 5321 section 3.8): it was idle, or has had its number of mails. */
    private static final int CLOSING = 421;

    /** Opens the spooled reply. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** What is connected now. */
    private record Open(SMTPTransport transport, ImapSettings settings) {
        boolean suits(ImapSettings now) {
            return settings.smtpLine().equals(now.smtpLine())
                    && settings.smtpTimeout().equals(now.smtpTimeout())
                    && settings.address().equals(now.address());
        }
    }

    private final Sessions sessions;
    private final Passwords passwords;
    private Open open;
    private long lastUse;
    /** Something was sent over it: since then the server may have closed it, and nobody asked. */
    private boolean used;

    private volatile TrackedSockets sockets = new TrackedSockets();
    private volatile boolean aborted;

    public SmtpSender(Sessions sessions, Passwords passwords) {
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /**
     * Makes sure there is a connection made with these settings. Whether it still answers shows with the next mail: asking
     * before each one would cost a round trip in every burst.
     */
    public void connect(ImapSettings settings) throws SmtpUnavailable {
        if (open != null && open.suits(settings)) {
            return;
        }
        close();
        Server server = settings.smtpLine().server();
        TrackedSockets fresh = new TrackedSockets();
        sockets = fresh;
        if (aborted) {
            fresh.abort();
        }
        SMTPTransport transport = null;
        try {
            Session session = sessions.session("smtp", settings.smtpLine(), settings.smtpTimeout(), fresh);
            session.getProperties().setProperty("mail.smtp.from", settings.address());
            transport = new SMTPTransport(session, new URLName("smtp", server.host(), server.port(), null, null, null));
            transport.connect(
                    server.host(), server.port(), settings.smtpLine().user(), passwords.resolve(settings.smtpLine()));
            sessions.connected();
            open = new Open(transport, settings);
            used = false;
            lastUse = System.nanoTime();
        } catch (AuthenticationFailedException e) {
            fresh.abort();
            // The library takes each reply but 235 for a refusal; 454 is a temporary failure (RFC 4954 section 6).
            if (transport.getLastReturnCode() < 500) {
                throw new SmtpUnavailable("smtp " + server + " cannot log in now: " + HeaderText.reason(e), false, e);
            }
            throw new SmtpUnavailable("smtp " + server + " refuses the credentials", true, e);
        } catch (MessagingException | IOException | SecretUnavailable e) {
            fresh.abort();
            throw new SmtpUnavailable("smtp " + server + ": " + HeaderText.reason(e), false, e);
        }
    }

    /**
     * Sends one mail over the connection made before. Where that one was kept, and turns out to be closed or about to be
     * before the mail is handed over, it goes over a new one at once.
     *
     * @param beforeTheEnd what has to happen before the server is told that this was all of the mail; when that throws, the
     *     line is cut, and the server must forget the mail
     */
    SmtpOutcome send(Source source, String recipient, Runnable beforeTheEnd) {
        boolean kept = used;
        ImapSettings settings = open.settings();
        WholeMail mail = new WholeMail(source, beforeTheEnd);
        try {
            return handOver(mail, recipient);
        } catch (JournalAway e) {
            sockets.abort();
            close();
            throw e;
        } catch (AddressException e) {
            return new SmtpOutcome.Never("no address: " + HeaderText.singleLine("" + e.getMessage()));
        } catch (MessagingException e) {
            close(); // after a failure the state of the dialogue is not worth guessing
            Said said = said(e);
            boolean closed = said.code() < 0 || said.code() == CLOSING;
            if (!kept || !closed || mail.isHandedOver() || aborted) {
                return outcome(said, mail.isHandedOver());
            }
        }
        try {
            connect(settings);
        } catch (SmtpUnavailable e) {
            return new SmtpOutcome.NotNow(e.getMessage());
        }
        return send(source, recipient, beforeTheEnd);
    }

    private SmtpOutcome handOver(WholeMail mail, String recipient) throws MessagingException {
        SMTPTransport transport = open.transport();
        transport.sendMessage(mail, new Address[] {new InternetAddress(recipient, true)});
        lastUse = System.nanoTime();
        used = true;
        return new SmtpOutcome.Sent(HeaderText.cut(HeaderText.singleLine(transport.getLastServerResponse()), 300));
    }

    /**
     * The server's code decides where it gave one. Without a code the line dropped or the time ran out: before the end of
     * the data the server must forget the mail (RFC 5321 section 4.1.1.4), after it nobody knows.
     */
    private static SmtpOutcome outcome(Said said, boolean handedOver) {
        String why = HeaderText.cut(HeaderText.singleLine(said.words()), 300);
        if (said.code() >= 500) {
            return new SmtpOutcome.Never(why);
        }
        if (said.code() >= 400 || !handedOver) {
            return new SmtpOutcome.NotNow(why);
        }
        return new SmtpOutcome.Ambiguous(why);
    }

    /** The server's last word; code -1 when it said nothing. */
    private record Said(int code, String words) {}

    private static Said said(MessagingException e) {
        Said said = new Said(-1, "" + e.getMessage());
        Exception each = e;
        while (each != null) {
            if (each instanceof SMTPAddressFailedException refused) {
                return new Said(
                        refused.getReturnCode(), "" + refused.getMessage()); // the cause of what failed after it
            }
            if (each instanceof SMTPSendFailedException failed && said.code() < 0) {
                said = new Said(failed.getReturnCode(), "" + failed.getMessage());
            }
            each = each instanceof MessagingException messaging ? messaging.getNextException() : null;
        }
        return said;
    }

    /** Whether the next connection would be made with another password than the latest one. */
    boolean hasOtherPassword(ImapSettings settings) {
        return passwords.hasChanged(settings.smtpLine());
    }

    /** Closes a connection that was not used for a while. */
    void closeIfIdle() {
        if (open != null && System.nanoTime() - lastUse > KEEP.toNanos()) {
            close();
        }
    }

    /** Cuts the line, whatever it is doing. For any thread. */
    public void abort() {
        aborted = true;
        sockets.abort();
    }

    /** Whether the line was cut by us. */
    boolean isAborted() {
        return aborted;
    }

    @Override
    public void close() {
        if (open != null) {
            try {
                open.transport().close();
            } catch (MessagingException e) {
                LOG.debug("QUIT failed; what was sent before is sent", e);
            } finally {
                open = null;
                sockets.abort();
            }
        }
    }

    /** A finished mail: the library must send these bytes and no others, above all no Message-ID of its own. */
    private static final class WholeMail extends MimeMessage {
        private final Source source;
        private final Runnable beforeTheEnd;
        private boolean handedOver;

        WholeMail(Source source, Runnable beforeTheEnd) {
            super((Session) null);
            this.source = source;
            this.beforeTheEnd = beforeTheEnd;
            saved = true;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
            try (InputStream in = source.open()) {
                in.transferTo(out);
            }
            beforeTheEnd.run();
            handedOver = true;
        }

        @Override
        protected void updateMessageID() {
            // it has the one it shall have
        }

        @Override
        public void saveChanges() {
            // nothing may change any more
        }

        boolean isHandedOver() {
            return handedOver;
        }
    }
}
