package org.dharmic.mail.imap;

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
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.platform.SecretUnavailable;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands bytes to the SMTP server. The connection stays for a burst of replies and is closed when there are no more.
 * Belongs to one thread; others may only call {@link #abort}.
 */
final class SmtpSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);
    private static final Duration KEEP = Duration.ofSeconds(60);

    /** Opens the spooled reply. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** What is connected now. */
    private record Open(SMTPTransport transport, ImapSettings.Line line, Duration timeout) {}

    private final Sessions sessions;
    private final Passwords passwords;
    private Open open;
    private long lastUse;
    private volatile TrackedSockets sockets = new TrackedSockets();
    private volatile boolean aborted;

    SmtpSender(Sessions sessions, Passwords passwords) {
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /** Makes sure there is a connection that answers and was made with these settings. */
    void connect(ImapSettings settings) throws SmtpUnavailable {
        if (open != null) {
            boolean same =
                    open.line().equals(settings.smtpLine()) && open.timeout().equals(settings.smtpTimeout());
            if (same && open.transport().isConnected()) { // asks with NOOP
                return;
            }
            close();
        }
        Server server = settings.smtpLine().server();
        TrackedSockets fresh = new TrackedSockets();
        sockets = fresh;
        if (aborted) {
            fresh.abort();
        }
        try {
            Session session = sessions.session("smtp", settings.smtpLine(), settings.smtpTimeout(), fresh);
            session.getProperties().setProperty("mail.smtp.from", settings.address());
            SMTPTransport transport =
                    new SMTPTransport(session, new URLName("smtp", server.host(), server.port(), null, null, null));
            transport.connect(
                    server.host(), server.port(), settings.smtpLine().user(), passwords.resolve(settings.smtpLine()));
            sessions.connected();
            open = new Open(transport, settings.smtpLine(), settings.smtpTimeout());
            lastUse = System.nanoTime();
        } catch (AuthenticationFailedException e) {
            fresh.abort();
            throw new SmtpUnavailable("smtp " + server + " refuses the credentials", true, e);
        } catch (MessagingException | IOException | SecretUnavailable e) {
            fresh.abort();
            throw new SmtpUnavailable("smtp " + server + ": " + HeaderText.reason(e), false, e);
        }
    }

    /** Sends one mail over the connection made before. */
    SmtpOutcome send(Source source, String recipient) {
        WholeMail mail = new WholeMail(source);
        SMTPTransport transport = open.transport();
        try {
            transport.sendMessage(mail, new Address[] {new InternetAddress(recipient, true)});
            lastUse = System.nanoTime();
            return new SmtpOutcome.Sent(HeaderText.cut(HeaderText.singleLine(transport.getLastServerResponse()), 300));
        } catch (AddressException e) {
            return new SmtpOutcome.Never("no address: " + HeaderText.singleLine("" + e.getMessage()));
        } catch (MessagingException e) {
            SmtpOutcome outcome = outcome(e, mail.isHandedOver());
            close(); // after a failure the state of the dialogue is not worth guessing
            return outcome;
        }
    }

    /**
     * The server's code decides where it gave one. Without a code the line dropped or the time ran out: before the end of
     * the data the server must forget the mail (RFC 5321 section 4.1.1.4), after it nobody knows.
     */
    private static SmtpOutcome outcome(MessagingException e, boolean handedOver) {
        Said said = said(e);
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

    /** Closes a connection that was not used for a while. */
    void closeIfIdle() {
        if (open != null && System.nanoTime() - lastUse > KEEP.toNanos()) {
            close();
        }
    }

    /** Cuts the line, whatever it is doing. For any thread. */
    void abort() {
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
        private boolean handedOver;

        WholeMail(Source source) {
            super((Session) null);
            this.source = source;
            saved = true;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
            try (InputStream in = source.open()) {
                in.transferTo(out);
            }
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
