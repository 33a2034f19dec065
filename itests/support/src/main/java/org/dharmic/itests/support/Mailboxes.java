package org.dharmic.itests.support;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A mail provider that goes on while the container dies: mailboxes of the agent and of the person who writes to it. */
public final class Mailboxes implements Postbox {

    public static final String ACCOUNT = "org.dharmic.mail.imap-test.cfg";

    private static final String AGENT = "agent@mail.test";
    private static final String OWNER = "mira@mail.test";
    private static final String PASSWORD = "made-up-for-this-test";

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
    });
    private final GreenMailUser agent;
    private final List<String> asked = new ArrayList<>();
    private final Map<Integer, List<String>> threads = new TreeMap<>();
    private int looked;

    public Mailboxes() {
        server.start();
        agent = server.setUser(AGENT, AGENT, PASSWORD);
        server.setUser(OWNER, OWNER, PASSWORD);
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    /** Where nobody listens. */
    public int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public void writePassword(Path base) throws IOException {
        Path secrets = Files.createDirectories(
                base.resolve("etc/secrets"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = Files.createFile(
                secrets.resolve("test.password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, PASSWORD);
    }

    /** The agent's account, as {@link #ACCOUNT} holds it. */
    public String account(int smtpPort) {
        return String.join(
                "\n",
                "account = test",
                "address = " + AGENT,
                "imap.host = 127.0.0.1",
                "imap.port = " + server.getImap().getPort(),
                "imap.security = plain",
                "smtp.host = 127.0.0.1",
                "smtp.port = " + smtpPort,
                "smtp.security = plain",
                "user = " + AGENT,
                "password.secret = test.password",
                "allowed.senders = " + OWNER,
                "authserv.id = mail.test",
                "idle = true",
                "scope = all",
                "cap.sender.per.hour = 0",
                "cap.thread.per.hour = 0",
                "cap.all.per.hour = 0",
                "");
    }

    /** Asks about the quince tree, and then again in the same thread. */
    public void ask(int number, int thread) throws MessagingException {
        String id = "<question-" + number + "@mail.test>";
        List<String> before = threads.computeIfAbsent(thread, key -> new ArrayList<>());
        send(id, "Quinces " + thread, "How many kilos did the quince tree give? (" + number + ")", before);
        before.add(id);
        asked.add(id);
    }

    /** Delivers a mail, as a provider does that has found its sender genuine. */
    @Override
    public void send(String messageId, String subject, String text, List<String> references) throws MessagingException {
        String thread = references.isEmpty()
                ? ""
                : "In-Reply-To: " + references.get(references.size() - 1) + "\r\nReferences: "
                        + String.join("\r\n ", references) + "\r\n";
        String mail = "Authentication-Results: mail.test; dmarc=pass header.from=mail.test\r\n"
                + "Received: from client by mail.test; Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                + "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nFrom: " + OWNER + "\r\nTo: " + AGENT
                + "\r\nSubject: " + subject + "\r\nMessage-ID: " + messageId + "\r\n" + thread
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n";
        agent.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    /** Replies that came since the last look, in the order of their arrival. */
    @Override
    public List<Reply> fresh() throws MessagingException {
        MimeMessage[] all = replies();
        List<Reply> fresh = new ArrayList<>();
        for (; looked < all.length; looked++) {
            fresh.add(new Reply(all[looked].getMessageID(), all[looked].getHeader("In-Reply-To", null)));
        }
        return fresh;
    }

    /** Message-IDs of all questions. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Message-ID of the answered question, for each reply that came. */
    public List<String> answered() throws MessagingException {
        List<String> answered = new ArrayList<>();
        for (MimeMessage reply : replies()) {
            answered.add(reply.getHeader("In-Reply-To", null));
        }
        return answered;
    }

    /** The texts that came under one Message-ID; more than one when a reply was sent again. */
    public Map<String, List<String>> repliesByMessageId() throws MessagingException {
        Map<String, List<String>> replies = new TreeMap<>();
        for (MimeMessage reply : replies()) {
            replies.computeIfAbsent(reply.getMessageID(), key -> new ArrayList<>())
                    .add(GreenMailUtil.getBody(reply));
        }
        return replies;
    }

    private MimeMessage[] replies() {
        return server.getReceivedMessagesForDomain(OWNER);
    }

    @Override
    public void close() {
        server.stop();
    }
}
