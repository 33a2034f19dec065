package org.dharmic.sandbox;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** A person's mail program: sends by SMTP, watches the own INBOX by IMAP. For one thread. */
final class MailProgram implements AutoCloseable {

    private static final String LIMIT_MS = "10000";

    private final int smtpPort;
    private final int imapPort;
    private final String address;
    private final String password;
    private final Session session;
    private Store store;
    private IMAPFolder inbox;
    private long lastUid;

    MailProgram(int smtpPort, int imapPort, String address, String password) {
        this.smtpPort = smtpPort;
        this.imapPort = imapPort;
        this.address = address;
        this.password = password;
        Properties properties = new Properties();
        for (String protocol : List.of("smtp", "imap")) {
            properties.setProperty("mail." + protocol + ".connectiontimeout", LIMIT_MS);
            properties.setProperty("mail." + protocol + ".timeout", LIMIT_MS);
        }
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.imap.partialfetch", "false");
        session = Session.getInstance(properties);
    }

    String address() {
        return address;
    }

    /** Opens the INBOX. What is in it already counts as read. */
    MailProgram open() throws MessagingException {
        connect();
        lastUid = inbox.getUIDNext() - 1;
        return this;
    }

    private void connect() throws MessagingException {
        store = session.getStore("imap");
        store.connect("127.0.0.1", imapPort, address, password);
        inbox = (IMAPFolder) store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
    }

    /** Hands a letter to the SMTP server; when it returns, the server has taken it. */
    void send(Letter letter) throws MessagingException {
        send(letter.bytes(), letter.to());
    }

    /** As {@link #send(Letter)}, bytes as they are. */
    void send(byte[] mail, String to) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", smtpPort, address, password);
            // Not Transport.send: that would replace the Message-ID.
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail)),
                    new InternetAddress[] {new InternetAddress(to, true)});
        }
    }

    /** Mails that came since the last look, oldest first. */
    List<Reply> fresh() throws MessagingException, IOException {
        List<Reply> replies = new ArrayList<>();
        for (byte[] mail : freshBytes()) {
            replies.add(Reply.parse(mail));
        }
        return replies;
    }

    /** As {@link #fresh}, byte by byte. */
    List<byte[]> freshBytes() throws MessagingException, IOException {
        List<byte[]> mails = new ArrayList<>();
        try {
            look(mails);
        } catch (MessagingException e) {
            // GreenMail cuts a connection when a mail arrives while it reports another; a mail program comes back.
            store.close();
            connect();
            look(mails);
        }
        return mails;
    }

    private void look(List<byte[]> mails) throws MessagingException, IOException {
        inbox.doCommand(protocol -> {
            protocol.noop(); // the server tells what is new; getMessageCount() asks it once a second only
            return null;
        });
        for (Message message : inbox.getMessagesByUID(lastUid + 1, UIDFolder.LASTUID)) {
            long uid = inbox.getUID(message);
            if (uid > lastUid) { // "n:*" always holds the last mail, even an older one (RFC 9051 section 9)
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                message.writeTo(bytes);
                mails.add(bytes.toByteArray());
                lastUid = uid;
            }
        }
    }

    @Override
    public void close() throws MessagingException {
        if (store != null) {
            store.close();
        }
    }
}
