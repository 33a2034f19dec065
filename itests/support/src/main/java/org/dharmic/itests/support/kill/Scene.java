package org.dharmic.itests.support.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.itests.support.Waiting;

/** A mail provider that goes on while the platform dies, a person who writes, and the platform's folder. */
public final class Scene implements AutoCloseable {

    public static final String ACCOUNT = "org.dharmic.mail.imap~test";
    public static final String AGENT = "agent@mail.test";
    public static final String OWNER = "mira@mail.test";

    private static final String SECRET = "test.password";
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    static final List<String> QUICK = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

    private final PostOffice office = new PostOffice();
    private final ImapServer imap = new ImapServer(office);
    private final SmtpServer smtp = new SmtpServer(office);
    private final AtomicInteger sent = new AtomicInteger();
    private final Path home;
    private final Path folder;

    /**
     * @param home of the distribution
     * @param folder empty
     */
    public Scene(Path home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        writeSecret(folder, SECRET, "made-up-for-this-test");
    }

    /** Below {@code etc/secrets}, for its owner alone. */
    public static void writeSecret(Path folder, String name, String secret) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("etc/secrets"), attribute("rwx------"));
        Path file = Files.createFile(secrets.resolve(name), attribute("rw-------"));
        Files.writeString(file, secret);
    }

    private static FileAttribute<?> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    public PostOffice office() {
        return office;
    }

    public ImapServer imap() {
        return imap;
    }

    public SmtpServer smtp() {
        return smtp;
    }

    public Path folder() {
        return folder;
    }

    /** The rooms of mail with an account here, which does not look for what was sent. */
    public Plan plan() {
        return Plan.of(home, folder)
                .with(
                        ACCOUNT,
                        Map.ofEntries(
                                Map.entry("account", "test"),
                                Map.entry("address", AGENT),
                                Map.entry("imap.host", "127.0.0.1"),
                                Map.entry("imap.port", Integer.toString(imap.port())),
                                Map.entry("imap.security", "plain"),
                                Map.entry("smtp.host", "127.0.0.1"),
                                Map.entry("smtp.port", Integer.toString(smtp.port())),
                                Map.entry("smtp.security", "plain"),
                                Map.entry("user", AGENT),
                                Map.entry("password.secret", SECRET),
                                Map.entry("allowed.senders", OWNER),
                                Map.entry("authserv.id", "mail.test"),
                                // One person writes more than anybody may in an hour.
                                Map.entry("cap.sender.per.hour", "0"),
                                Map.entry("cap.thread.per.hour", "0"),
                                Map.entry("cap.all.per.hour", "0"),
                                Map.entry("sent.folder", "none"),
                                Map.entry("scope", "all")));
    }

    /** The same at a provider that files what was sent, in a folder that the account finds by itself. */
    public Plan planWithSentFolder() {
        smtp.filing(true);
        return plan().with(ACCOUNT, Map.of("sent.folder", "", "sent.wait.seconds", "0"));
    }

    /** Begins a life that is soon there and that needs little. */
    public Life begin(Plan plan) throws Exception {
        return Life.begin(plan, QUICK);
    }

    /** As {@link #begin}, and waits until it would hear of a mail at once. */
    public Life connected(Plan plan) throws Exception {
        Life life = begin(plan);
        awaitIdle(life);
        return life;
    }

    public static void awaitIdle(Life life) throws Exception {
        Waiting.until(CONNECTING, () -> "IDLE of the life in " + life.log(), () -> life.ask("state")
                .equals("IDLING"));
    }

    // ---- the person

    /** Delivers so many questions, each of a conversation of its own, as a provider that has found their sender genuine. */
    public void write(int mails) {
        for (int i = 0; i < mails; i++) {
            int number = sent.getAndIncrement();
            office.inbox(AGENT).add(question(number, OWNER, AGENT, "mail.test").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Questions so far. */
    public int written() {
        return sent.get();
    }

    /** Whole, with the statement of the mail server {@code authserv} that it is genuine. */
    public static String question(int number, String from, String to, String authserv) {
        String domain = from.substring(from.indexOf('@') + 1);
        return "Authentication-Results: " + authserv + "; dmarc=pass header.from=" + domain
                + "\r\nReceived: from client by " + authserv + "; Sun, 22 Nov 2026 12:00:00 +0000"
                + "\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nSubject: Quince tree " + number + "\r\nMessage-ID: " + messageId(number)
                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + "How many kilos did quince tree number " + number + " give?\r\n";
    }

    public static String messageId(int number) {
        return "<question-" + number + "@mail.test>";
    }

    /** The number in a Message-ID of {@link #messageId}. */
    public static int number(String messageId) {
        return Integer.parseInt(messageId.replaceAll("[^0-9]", ""));
    }

    // ---- what came of it

    /**
     * What the server has taken, against what was written.
     *
     * @param missing numbers of the questions without a reply
     * @param different Message-IDs of questions that got replies of different content
     * @param repeated how often a reply came again, byte for byte
     */
    public record Outcome(int written, Set<Integer> missing, Set<String> different, int repeated) {}

    public Outcome outcome() {
        Map<String, List<String>> byQuestion = new HashMap<>();
        for (SmtpServer.Taken reply : smtp.taken()) {
            byQuestion
                    .computeIfAbsent(reply.header("In-Reply-To"), id -> new ArrayList<>())
                    .add(reply.text());
        }
        Set<Integer> missing = new TreeSet<>();
        Set<String> different = new TreeSet<>();
        int repeated = 0;
        for (int i = 0; i < sent.get(); i++) {
            List<String> copies = byQuestion.getOrDefault(messageId(i), List.of());
            if (copies.isEmpty()) {
                missing.add(i);
            } else if (Set.copyOf(copies).size() > 1) {
                different.add(messageId(i));
            } else {
                repeated += copies.size() - 1;
            }
        }
        return new Outcome(sent.get(), missing, different, repeated);
    }

    /** How many copies of each reply the server has taken, by the reply's Message-ID. */
    public Map<String, Integer> copies() {
        Map<String, Integer> copies = new TreeMap<>();
        smtp.taken().forEach(reply -> copies.merge(reply.header("Message-ID"), 1, Integer::sum));
        return copies;
    }

    @Override
    public void close() {
        imap.close();
        smtp.close();
    }
}
