package org.dharmic.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dharmic.launcher.config.Catalogue;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.metatype.Changes;
import org.dharmic.launcher.metatype.Schema;

/**
 * Configuration files of all rooms are edited, rightly and wrongly, several at once, while mail comes in. What is right
 * must be in force at once; what is wrong must leave a message and nothing else.
 */
public final class ConfigStorm {

    private static final Duration SETTLE = Duration.ofSeconds(120);
    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final Duration GIVEN_UP = Duration.ofSeconds(10);
    /** Answered mails after which the load counts as steady. */
    private static final int LOAD = 100;

    private static final String ACCOUNT = "org.dharmic.mail.imap~sandbox";

    /** The ways in and out of this test itself; and what stops mail or brings it from elsewhere. */
    private static final Set<String> OTHERS =
            Set.of("org.dharmic.sandbox", "org.dharmic.swap", "org.dharmic.configguard");

    private static final Set<String> LEFT_ALONE = Set.of(
            "org.dharmic.agent.core paused",
            ACCOUNT + " auth", // right together with others alone
            ACCOUNT + " imap.port",
            ACCOUNT + " imap.security",
            ACCOUNT + " smtp.port",
            ACCOUNT + " smtp.security",
            ACCOUNT + " message.max.bytes",
            ACCOUNT + " probe.seconds",
            ACCOUNT + " smtp.timeout.seconds");

    /** Free texts that are right, and ranges that leave mails a way through. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "poll.seconds", List.of("1", "2"),
            "spool.min.free.mb", List.of("0", "1", "20"),
            "drain.seconds", List.of("0", "1", "2"),
            "exclude", List.of("**/.*", "**/.*,**/node_modules", "archive/**"),
            "model", List.of("sonnet", "opus", ""),
            "reply.from.name", List.of("Dharmic", "Agent", ""),
            "scopes", List.of("", "family=home|kitchen"),
            "account", List.of("sandbox"));

    private final Instance instance;
    private final Consumer<String> progress;
    private final Map<String, Map<String, Object>> good = new TreeMap<>();
    private final List<Double> inForce = new ArrayList<>();
    private final List<Double> told = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @param instance with a sandbox and the probe, running */
    public ConfigStorm(Instance instance, Consumer<String> progress) {
        this.instance = instance;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param inForce milliseconds from the end of writing a right file until all readers work with it
     * @param late those that took longer than a second, with their milliseconds
     * @param told milliseconds from the end of writing a wrong file until there is a message about the key
     * @param failures changes that did not end so
     */
    public record Result(
            Balance balance, Percentiles inForce, List<String> late, Percentiles told, List<String> failures) {}

    public Result run(int valid, int invalid, long seed, double mailsPerSecond) throws Exception {
        Map<String, Schema> schemas = schemas();
        for (String pid : schemas.keySet()) {
            good.put(pid, read(file(pid)));
        }
        ArrayDeque<Changes.Change> changes = new ArrayDeque<>(new Changes(
                        schemas, (pid, attribute) -> !LEFT_ALONE.contains(pid + ' ' + attribute.key()), VALUES, seed)
                .take(valid, invalid));
        try (Postbox post = new SandboxPostbox(instance);
                MailFeed feed = new MailFeed(post, mailsPerSecond)) {
            // The load is there before the storm, and the probe's own code, which no change should be charged with.
            Waiting.until(SETTLE, () -> LOAD + " replies", () -> {
                feed.check();
                return feed.replied() >= LOAD;
            });
            look();
            while (!changes.isEmpty()) {
                apply(next(changes));
                feed.check();
                progress.accept(changes.size() + " changes left, " + feed.sent() + " sent, " + feed.replied()
                        + " replies, " + failures.size() + " failures");
            }
            for (String pid : good.keySet()) {
                write(pid, good.get(pid));
            }
            Waiting.until(GIVEN_UP, () -> "the end of all messages", () -> look().stream()
                    .noneMatch(record -> record.has("problem")));
            Balance balance = feed.settle(SETTLE);
            for (JsonNode record : look()) {
                if (record.has("failure") && !record.get("failure").asText().isEmpty()) {
                    failures.add(record.toString());
                }
            }
            return new Result(balance, Percentiles.of(inForce), late, Percentiles.of(told), failures);
        }
    }

    private Map<String, Schema> schemas() throws IOException {
        List<Path> jars;
        try (Stream<Path> tree = Files.walk(instance.layout().home().resolve("system/org/dharmic"))) {
            jars = tree.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        Map<String, Schema> schemas = new TreeMap<>();
        for (Catalogue.Entry entry : Catalogue.of(jars).entries()) {
            if (!OTHERS.contains(entry.pid())) {
                schemas.put(entry.factory() ? ACCOUNT : entry.pid(), entry.schema());
            }
        }
        return schemas;
    }

    /** At most one change of each file, from the front. */
    private static List<Changes.Change> next(ArrayDeque<Changes.Change> changes) {
        Map<String, Changes.Change> batch = new LinkedHashMap<>();
        Iterator<Changes.Change> rest = changes.iterator();
        while (rest.hasNext()) {
            Changes.Change change = rest.next();
            if (batch.putIfAbsent(change.pid(), change) == null) {
                rest.remove();
            }
        }
        return List.copyOf(batch.values());
    }

    /** Writes all files, and waits until each has had its effect. */
    private void apply(List<Changes.Change> batch) throws Exception {
        Map<Changes.Change, Long> open = new LinkedHashMap<>();
        for (Changes.Change change : batch) {
            Map<String, Object> changed = Changes.applied(good.get(change.pid()), change);
            write(change.pid(), changed);
            open.put(change, System.nanoTime());
            if (change.valid()) {
                good.put(change.pid(), changed);
            }
        }
        while (!open.isEmpty()) {
            List<JsonNode> records = look();
            long now = System.nanoTime();
            open.entrySet().removeIf(each -> {
                Changes.Change change = each.getKey();
                double millis = (now - each.getValue()) / 1e6;
                if (hasHadEffect(change, records)) {
                    (change.valid() ? inForce : told).add(millis);
                    if (change.valid() && millis > PROMISED.toMillis()) {
                        late.add(Math.round(millis) + ": " + change);
                    }
                    return true;
                }
                if (millis > GIVEN_UP.toMillis()) {
                    failures.add(change + ": " + readers(change.pid(), records) + problems(change.pid(), records));
                    return true;
                }
                return false;
            });
        }
    }

    private boolean hasHadEffect(Changes.Change change, List<JsonNode> records) {
        List<JsonNode> problems = problems(change.pid(), records);
        boolean asGood = readers(change.pid(), records).stream()
                .allMatch(reader -> reader.get("works").asBoolean() && worksWith(reader, good.get(change.pid())));
        return asGood
                && (change.valid()
                        ? problems.isEmpty()
                        : problems.stream()
                                .anyMatch(problem -> problem.get("key").asText().equals(change.key())));
    }

    private static boolean worksWith(JsonNode reader, Map<String, Object> set) {
        return set.entrySet().stream().allMatch(each -> each.getValue()
                .equals(reader.get("properties").path(each.getKey()).asText()));
    }

    private static List<JsonNode> readers(String pid, List<JsonNode> records) {
        return records.stream()
                .filter(record -> record.path("pid").asText().equals(pid.split("~")[0]))
                .toList();
    }

    private static List<JsonNode> problems(String pid, List<JsonNode> records) {
        return records.stream()
                .filter(record -> record.path("problem").asText().equals(pid))
                .toList();
    }

    private List<JsonNode> look() throws IOException, InterruptedException {
        return instance.lines("probe:configurations");
    }

    // ---- files

    private Path file(String pid) {
        return instance.layout().etc().resolve(pid.replace('~', '-') + ".cfg");
    }

    private static Map<String, Object> read(Path file) throws IOException {
        Map<String, Object> set = new HashMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
            properties
                    .stringPropertyNames()
                    .forEach(key -> set.put(key, properties.getProperty(key).strip()));
        }
        return set;
    }

    /** At once, as an editor does that writes beside the file and renames. */
    private void write(String pid, Map<String, Object> set) throws IOException {
        StringBuilder text = new StringBuilder();
        set.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        DurableFile.write(file(pid), text.toString());
    }
}
