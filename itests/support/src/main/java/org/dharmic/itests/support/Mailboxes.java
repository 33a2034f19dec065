package org.dharmic.itests.support;

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
import java.util.TreeMap;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.SmtpServer;

/** A mail provider that goes on while the container dies: mailboxes of the agent and of the person who writes to it. */
public final class Mailboxes implements Postbox {

    public static final String ACCOUNT = "org.dharmic.mail.imap-test.cfg";

    private static final String AGENT = "agent@mail.test";
    private static final String OWNER = "mira@mail.test";
    private static final String PASSWORD = "made-up-for-this-test";

    private final PostOffice office = new PostOffice();
    private final ImapServer imap = new ImapServer(office);
    private final SmtpServer smtp = new SmtpServer(office);
    private final List<String> asked = new ArrayList<>();
    private final Map<Integer, List<String>> threads = new TreeMap<>();
    private int looked;

    public int smtpPort() {
        return smtp.port();
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
                "imap.port = " + imap.port(),
                "imap.security = plain",
                "smtp.host = 127.0.0.1",
                "smtp.port = " + smtpPort,
                "smtp.security = plain",
                "user = " + AGENT,
                "password.secret = test.password",
                "allowed.senders = " + OWNER,
                "authserv.id = mail.test",
                "idle = true",
                // The server files no copies.
                "sent.folder = none",
                "scope = all",
                "cap.sender.per.hour = 0",
                "cap.thread.per.hour = 0",
                "cap.all.per.hour = 0",
                "");
    }

    /** Before its start: gives an instance its account here, in place of that at the sandbox. */
    public void moveInto(Instance instance) throws IOException {
        Files.delete(instance.layout().etc().resolve("org.dharmic.mail.imap-sandbox.cfg"));
        writePassword(instance.layout().base());
        instance.configure(ACCOUNT, account(smtpPort()));
    }

    /** Asks about the quince tree, and then again in the same thread. */
    public void ask(int number, int thread) {
        String id = "<question-" + number + "@mail.test>";
        List<String> before = threads.computeIfAbsent(thread, key -> new ArrayList<>());
        send(id, "Quinces " + thread, "How many kilos did the quince tree give? (" + number + ")", before);
        before.add(id);
        asked.add(id);
    }

    /** Delivers a mail, as a provider does that has found its sender genuine. */
    @Override
    public void send(String messageId, String subject, String text, List<String> references) {
        String thread = references.isEmpty()
                ? ""
                : "In-Reply-To: " + references.get(references.size() - 1) + "\r\nReferences: "
                        + String.join("\r\n ", references) + "\r\n";
        String mail = "Authentication-Results: mail.test; dmarc=pass header.from=mail.test\r\n"
                + "Received: from client by mail.test; Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                + "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nFrom: " + OWNER + "\r\nTo: " + AGENT
                + "\r\nSubject: " + subject + "\r\nMessage-ID: " + messageId + "\r\n" + thread
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n";
        office.inbox(AGENT).add(mail.getBytes(StandardCharsets.UTF_8));
    }

    /** Replies that came since the last look, in the order of their arrival. */
    @Override
    public List<Reply> fresh() {
        List<SmtpServer.Taken> all = smtp.taken();
        List<Reply> fresh = new ArrayList<>();
        for (; looked < all.size(); looked++) {
            SmtpServer.Taken reply = all.get(looked);
            fresh.add(new Reply(reply.header("Message-ID"), reply.header("In-Reply-To")));
        }
        return fresh;
    }

    /** Message-IDs of all questions. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Message-ID of the answered question, for each reply that came. */
    public List<String> answered() {
        return smtp.taken().stream().map(reply -> reply.header("In-Reply-To")).toList();
    }

    /** The texts that came under one Message-ID; more than one when a reply was sent again. */
    public Map<String, List<String>> repliesByMessageId() {
        Map<String, List<String>> replies = new TreeMap<>();
        for (SmtpServer.Taken reply : smtp.taken()) {
            replies.computeIfAbsent(reply.header("Message-ID"), key -> new ArrayList<>())
                    .add(reply.text());
        }
        return replies;
    }

    @Override
    public void close() {
        imap.close();
        smtp.close();
    }
}
