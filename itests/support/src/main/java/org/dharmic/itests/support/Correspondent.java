package org.dharmic.itests.support;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** Somebody outside the container with a mailbox at the sandbox's server. Send and read from different threads. */
public final class Correspondent implements AutoCloseable {

    private final String address;
    private final String password;
    private final int smtpPort;
    private final Session session;
    private final int imapPort;
    private Store store;
    private IMAPFolder inbox;
    private long lastUid;
    private boolean throwingAway;

    /**
     * A mail that came.
     *
     * @param inReplyTo Message-ID of the mail it answers, empty when there is none
     * @param results the first Authentication-Results field, empty when there is none
     */
    public record Received(String messageId, String from, String subject, String inReplyTo, String results) {}

    public Correspondent(String address, String password, int smtpPort, int imapPort) throws MessagingException {
        this.address = address;
        this.password = password;
        this.smtpPort = smtpPort;
        this.imapPort = imapPort;
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.auth", "true");
        for (String protocol : List.of("smtp", "imap")) {
            properties.setProperty("mail." + protocol + ".connectiontimeout", "10000");
            properties.setProperty("mail." + protocol + ".timeout", "10000");
        }
        session = Session.getInstance(properties);
        connect();
        lastUid = inbox.getUIDNext() - 1;
    }

    /** For long runs: the server of the sandbox grows slow with the number of mails in a folder. */
    public Correspondent throwingAwayWhatIsRead() throws MessagingException {
        throwingAway = true;
        store.close();
        connect();
        return this;
    }

    private void connect() throws MessagingException {
        store = session.getStore("imap");
        store.connect("127.0.0.1", imapPort, address, password);
        inbox = (IMAPFolder) store.getFolder("INBOX");
        inbox.open(throwingAway ? Folder.READ_WRITE : Folder.READ_ONLY);
    }

    /**
     * Sends a plain mail.
     *
     * @param messageId with angle brackets
     * @param references Message-IDs of the thread so far, may be empty
     */
    public void send(String to, String messageId, String subject, String text, List<String> references)
            throws MessagingException {
        String thread = references.isEmpty()
                ? ""
                : "In-Reply-To: " + references.get(references.size() - 1) + "\r\nReferences: "
                        + String.join("\r\n ", references) + "\r\n";
        String mail = "Date: "
                + java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().atOffset(java.time.ZoneOffset.UTC))
                + "\r\nFrom: " + address + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nMessage-ID: " + messageId
                + "\r\n" + thread + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text
                + "\r\n";
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", smtpPort, address, password);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))),
                    new InternetAddress[] {new InternetAddress(to, true)});
        }
    }

    /** Mails that came since the last look, in the order of their arrival. */
    public List<Received> fresh() throws MessagingException {
        List<Received> received = new ArrayList<>();
        try {
            look(received);
        } catch (MessagingException e) {
            // GreenMail cuts a connection when a mail arrives while it reports another.
            store.close();
            connect();
            look(received);
        }
        return received;
    }

    private void look(List<Received> received) throws MessagingException {
        inbox.doCommand(protocol -> {
            protocol.noop();
            return null;
        });
        for (Message message : inbox.getMessagesByUID(lastUid + 1, UIDFolder.LASTUID)) {
            long uid = inbox.getUID(message);
            if (uid > lastUid) {
                received.add(new Received(
                        first(message, "Message-ID"),
                        ((InternetAddress) message.getFrom()[0]).getAddress(),
                        first(message, "Subject"),
                        first(message, "In-Reply-To"),
                        first(message, "Authentication-Results")));
                lastUid = uid;
                if (throwingAway) {
                    message.setFlag(Flags.Flag.DELETED, true);
                }
            }
        }
        if (throwingAway && !received.isEmpty()) {
            inbox.expunge();
        }
    }

    private static String first(Message message, String field) throws MessagingException {
        String[] values = message.getHeader(field);
        return values == null ? "" : values[0].strip();
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }
}
