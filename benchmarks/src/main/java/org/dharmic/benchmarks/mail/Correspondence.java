package org.dharmic.benchmarks.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dharmic.itests.post.BareSmtp;
import org.dharmic.itests.support.Waiting;
import org.dharmic.itests.support.kill.Life;
import org.dharmic.itests.support.kill.Plan;
import org.dharmic.itests.support.kill.Scene;

/**
 * A person and a platform at one server. The platform is that of the distribution with all rooms that mail goes through,
 * in a process of its own and with the heap it is shipped with; only the executor is another one, which answers at once or
 * after a time.
 */
final class Correspondence {

    /** But for the vault and the executors, whose time is measured elsewhere. */
    private static final List<String> ROOMS = List.of(
            "platform-secrets",
            "metrics-core",
            "strange-memory-jsonl",
            "deep-memory-sqlite",
            "telos-yaml",
            "journal-sqlite",
            "agent-core",
            "mail-imap");

    private static final String SECRET = "bench.password";
    private static final Duration CONNECTING = Duration.ofSeconds(30);
    static final Duration SETTLE = Duration.ofMinutes(5);

    private final MailHost host;
    private final Path folder;
    private int written;

    Correspondence(MailHost host, Path folder) throws IOException {
        this.host = host;
        this.folder = folder;
        Scene.writeSecret(folder, SECRET, host.agent().password());
    }

    MailHost host() {
        return host;
    }

    Plan plan() {
        Map<String, String> account = new TreeMap<>(Map.ofEntries(
                Map.entry("account", "bench"),
                Map.entry("address", host.agent().address()),
                Map.entry("imap.host", host.imap().host()),
                Map.entry("imap.port", Integer.toString(host.imap().port())),
                Map.entry("imap.security", host.imap().security().key()),
                Map.entry("smtp.host", host.smtp().host()),
                Map.entry("smtp.port", Integer.toString(host.smtp().port())),
                Map.entry("smtp.security", host.smtp().security().key()),
                Map.entry("user", host.agent().address()),
                Map.entry("password.secret", SECRET),
                Map.entry("allowed.senders", host.owner().address()),
                // One person writes more than anybody may in an hour.
                Map.entry("cap.sender.per.hour", "0"),
                Map.entry("cap.thread.per.hour", "0"),
                Map.entry("cap.all.per.hour", "0"),
                // A server on this machine states nothing about its own users.
                Map.entry("unsafe.trust.from", "true"),
                Map.entry("scope", "all")));
        host.imap().certificate().ifPresent(file -> account.put("tls.trust.certificate", file.toString()));
        return Plan.of(Path.of(System.getProperty("dharmic.home")), folder)
                .withRooms(ROOMS)
                .with(Scene.ACCOUNT, account);
    }

    Life begin(Plan plan) throws Exception {
        return Life.begin(plan, List.of("-Xmx256m"));
    }

    /** A life that would hear of a mail at once. */
    Life connected(Plan plan) throws Exception {
        Life life = begin(plan);
        Waiting.until(CONNECTING, () -> "IDLE of the life in " + life.log(), () -> life.ask("state")
                .equals("IDLING"));
        return life;
    }

    /** The number of the next mail. */
    int next() {
        return written;
    }

    /** Hands one more question to the server. */
    void write(BareSmtp smtp) throws IOException {
        String question =
                Scene.question(written++, host.owner().address(), host.agent().address(), "bench.invalid");
        // The server writes the lines above these itself.
        smtp.send(host.owner().address(), host.agent().address(), question.substring(question.indexOf("Date: ")));
    }

    void awaitDone(Life life) throws Exception {
        Waiting.until(SETTLE, () -> "the end of " + written + " mails, " + state(life), () -> life.isDone(written));
    }

    private static String state(Life life) {
        try {
            return life.stages() + ", see " + life.log();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The mails from that number on, oldest first. */
    static List<Life.Item> since(Life life, int number) throws InterruptedException {
        return life.items().stream()
                .filter(item -> !item.mail().isEmpty() && Scene.number(item.mail()) >= number)
                .toList();
    }

    /** Milliseconds from when it was taken in to when the server had taken the reply. */
    static long platformMillis(Life.Item item) {
        return item.at().get("SENT") - item.at().get("INGESTED");
    }

    static double rounded(double value, int digits) {
        double factor = Math.pow(10, digits);
        return Math.round(value * factor) / factor;
    }

    /** A line of {@code /proc/PID/status} in MB; 0 where there is no such thing. */
    static double residentMegabytes(Life life, String line) throws IOException {
        Path status = Path.of("/proc", Long.toString(life.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(each -> each.startsWith(line + ":"))
                .mapToDouble(each -> Long.parseLong(each.replaceAll("[^0-9]", "")) / 1024.0)
                .map(value -> rounded(value, 1))
                .findFirst()
                .orElse(0);
    }
}
