package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.dharmic.benchmarks.Subject;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;
import org.dharmic.benchmarks.vault.load.Load;

/**
 * The built distribution with its own heap limit, a vault, and a probe among its bundles. The whole platform runs, as it does
 * for a person; only mail is not configured.
 */
final class VaultSubject implements AutoCloseable {

    private static final String PID = "org.dharmic.vault.lucene";
    /** What the index says of itself when it has nothing to do. */
    private static final String AT_REST = "ready";

    private static final int LOG_LINES = 15;
    private static final long REPLY_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(35);

    private final Subject subject;
    private final Path base;
    private final Path mail;
    private final Path index;
    private Subject.Running running;

    private VaultSubject(Subject subject, Path base, Path index) {
        this.subject = subject;
        this.base = base;
        this.mail = base.resolve("probe");
        this.index = index;
    }

    /** Makes an instance, whose first start, without a vault, installs the probe. */
    static VaultSubject make(Path index) throws IOException, InterruptedException {
        // A short path of its own: the container's socket is in it, and such paths are limited.
        Path base = Files.createTempDirectory("dharmic-bench-");
        Path checkout = Path.of(System.getProperty("dharmic.checkout"));
        VaultSubject made = new VaultSubject(Subject.ours(checkout, base), base, index);
        try {
            Files.createDirectories(made.mail);
            Path jar = base.resolve("probe.jar");
            ProbeJar.write(jar);
            try (Subject.Running first = made.subject.start()) {
                made.subject.awaitBoot();
                Subject.run(List.of(
                        checkout.resolve("dharmic").toString(),
                        "exec",
                        "--base",
                        base.toString(),
                        "bundle:install -s " + jar.toUri()));
                made.ask("state");
            }
            return made;
        } catch (IOException | InterruptedException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** @param settings further lines of the vault's configuration */
    void configure(Path vault, List<String> settings) throws IOException {
        List<String> lines = new ArrayList<>(List.of("vault.folder = " + vault, "index.folder = " + index));
        lines.addAll(settings);
        subject.configure(PID, String.join("\n", lines));
    }

    /**
     * Starts the container and waits until the vault has answered and says that all is indexed.
     *
     * @param query that has hits
     * @return how long that took, from the start of the vault's bundle
     */
    Properties start(String query) throws IOException, InterruptedException {
        Files.writeString(mail.resolve("query"), query);
        Files.deleteIfExists(mail.resolve("opening"));
        running = subject.start();
        return await(mail.resolve("opening"));
    }

    /** Waits until the index is ready and nothing is merged any more. */
    void awaitRest() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + REPLY_LIMIT_NANOS;
        String message = ask("state").getProperty("message");
        while (!message.equals(AT_REST)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The index does not come to rest: " + message);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            message = ask("state").getProperty("message");
        }
    }

    void stop() throws InterruptedException {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Asks the probe; keys and values in turns. */
    Properties ask(String operation, Object... parameters) throws IOException, InterruptedException {
        Properties request = new Properties();
        request.setProperty("op", operation);
        for (int i = 0; i < parameters.length; i += 2) {
            request.setProperty(parameters[i].toString(), parameters[i + 1].toString());
        }
        Path beside = mail.resolve("request.new");
        try (Writer writer = Files.newBufferedWriter(beside)) {
            request.store(writer, null);
        }
        Files.deleteIfExists(mail.resolve("reply"));
        Files.move(beside, mail.resolve("request"), StandardCopyOption.ATOMIC_MOVE);
        return await(mail.resolve("reply"));
    }

    private Properties await(Path file) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + REPLY_LIMIT_NANOS;
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline
                    || running != null && !running.process().isAlive()) {
                throw new IOException("The probe has not written " + file + "; the log of the container ends with\n"
                        + end(base.resolve("data/log/dharmic.log")) + "\n" + end(base.resolve("bench.out")));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Files.delete(file);
        String error = properties.getProperty("error");
        if (error != null) {
            throw new IOException("The probe says: " + error);
        }
        return properties;
    }

    /** The instance is deleted at the end, so what explains a failure has to be told before. */
    private static String end(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(no " + log.getFileName() + ")";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** Times of queries, asked without keeping the answers. */
    long[] search(List<Ask> asks, int threads, long budgetMillis) throws IOException, InterruptedException {
        return searched(asks, threads, budgetMillis).nanos();
    }

    /** As {@link #search}, with the time from the first to the last. */
    Load.Run searched(List<Ask> asks, int threads, long budgetMillis) throws IOException, InterruptedException {
        Properties reply = ask("search", "queries", file(asks), "threads", threads, "budget.ms", budgetMillis);
        return new Load.Run(nanos(reply, "nanos"), Long.parseLong(reply.getProperty("wall.nanos")));
    }

    /** Answers of queries, as many as were asked. */
    List<List<Place>> places(List<Ask> asks) throws IOException, InterruptedException {
        List<List<Place>> places = new ArrayList<>();
        for (String line : answers(asks)) {
            List<Place> found = new ArrayList<>();
            String[] fields = line.split("\t");
            for (int i = 0; i + 3 < fields.length; i += 4) {
                found.add(new Place(fields[i], Integer.parseInt(fields[i + 1]), Integer.parseInt(fields[i + 2])));
            }
            places.add(found);
        }
        return places;
    }

    /** A line for each query: path, first line, last line and hash of each hit. */
    List<String> answers(List<Ask> asks) throws IOException, InterruptedException {
        Path out = base.resolve("probe.out");
        ask("search", "queries", file(asks), "out", out);
        return Files.readAllLines(out);
    }

    private Path file(List<Ask> asks) throws IOException {
        return Files.write(
                base.resolve("probe.queries"),
                asks.stream()
                        .map(ask -> ask.text().replaceAll("\\p{Cntrl}", " "))
                        .toList());
    }

    static long[] nanos(Properties reply, String key) {
        return Arrays.stream(reply.getProperty(key).split(" "))
                .filter(each -> !each.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** A line of the process's status in /proc, in MB. */
    long megabytes(String key) throws IOException {
        return running.megabytes(key);
    }

    Path index() {
        return index;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            stop();
        } finally {
            Subject.deleteTree(base);
            Subject.deleteTree(index);
        }
    }
}
