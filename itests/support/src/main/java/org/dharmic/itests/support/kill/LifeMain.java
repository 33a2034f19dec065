package org.dharmic.itests.support.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordingStream;
import org.dharmic.executor.Executor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.MailChannel;
import org.osgi.framework.Constants;

/**
 * The process that lives until it is killed or told to stop. It says what happens line by line, and answers questions that
 * come line by line; {@link Life} is the other end.
 */
public final class LifeMain {

    /** As many as the journal shows at once. */
    private static final int ITEMS = 10_000;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final AtomicLong handshakes = new AtomicLong();
    private final Rooms rooms;
    private final Journal journal;
    private final FixedExecutor executor;

    private LifeMain(Plan plan) throws Exception {
        Moments moments = new Moments(plan.moment(), point -> say("at " + point));
        executor = new FixedExecutor(plan.thinking(), moments, id -> say("thought " + id));
        rooms = Rooms.open(plan.home(), plan.folder());
        for (Map.Entry<String, Map<String, String>> each : plan.configurations().entrySet()) {
            rooms.configure(each.getKey(), each.getValue());
        }
        if (!plan.thinking().isNegative()) {
            rooms.context().registerService(Executor.class, executor, new Hashtable<>());
        }
        Journal found = null;
        for (String room : plan.rooms()) {
            rooms.start(room);
            if (room.startsWith("journal-")) {
                found = rooms.service(Journal.class);
                tellWhatIsInTheDark(found);
                // Whoever starts later sees the decorated one first and keeps to it.
                rooms.context()
                        .registerService(
                                Journal.class,
                                moments.around(found),
                                new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1_000)));
            }
        }
        journal = found;
    }

    /**
     * Before any work: replies of which a life before did not learn whether they were taken. Those that were in hand too
     * often are parked by now.
     */
    private void tellWhatIsInTheDark(Journal found) {
        for (Item item : found.find(Filter.in(Set.of(Stage.SENDING, Stage.PARKED), ITEMS))) {
            item.ready().map(Step.Ready::messageId).ifPresent(id -> say("dark " + id));
        }
    }

    /** @param arguments the file with the plan */
    public static void main(String[] arguments) {
        int code = 1;
        try {
            LifeMain life = new LifeMain(Plan.read(Path.of(arguments[0])));
            life.say("ready");
            life.listen();
            code = 0;
        } catch (Exception e) {
            e.printStackTrace(); // into the log, where the other end says to look
        } finally {
            System.exit(code); // the framework's threads would live on
        }
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
        }
    }

    private void listen() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("stop")) {
                rooms.close();
                say("= stopped");
                return;
            }
            String answer;
            try {
                answer = answer(words);
            } catch (IOException | RuntimeException e) {
                answer = "failed: " + e;
            }
            say("= " + answer);
        }
    }

    private String answer(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "poll" -> poll(Duration.ofMillis(Long.parseLong(words[1])));
            case "warm-look" ->
                Long.toString(rooms.service(MailChannel.class)
                        .connections()
                        .warmLook()
                        .map(median -> median.toNanos() / 1_000)
                        .orElse(0L));
            case "state" -> rooms.service(MailChannel.class).status().state().name();
            case "stages" -> stages();
            case "items" -> items();
            case "cpu" -> Long.toString(cpuNanos(words[1]));
            case "heap" -> Long.toString(heapAfterCollection());
            case "peak" ->
                Long.toString(pools().stream()
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum());
            case "forget-peak" -> {
                pools().forEach(MemoryPoolMXBean::resetPeakUsage);
                yield "forgotten";
            }
            case "count-handshakes" -> {
                countHandshakes();
                yield "counting";
            }
            case "handshakes" -> Long.toString(handshakes.get());
            case "retry-parked" ->
                Long.toString(journal.find(Filter.in(Set.of(Stage.PARKED), ITEMS)).stream()
                        .filter(item -> journal.retry(item.id()))
                        .count());
            case "thinking" -> {
                executor.takes(Duration.ofMillis(Long.parseLong(words[1])));
                yield "changed";
            }
            case "set" -> {
                rooms.configure(words[1], pairs(List.of(words).subList(2, words.length)));
                yield "set";
            }
            default -> "failed: no such command";
        };
    }

    private static Map<String, String> pairs(List<String> words) {
        return words.stream()
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 1 ? "" : pair[1]));
    }

    /** Microseconds that a look into the mailbox has taken, as whoever asks for it sees it. */
    private String poll(Duration wait) throws InterruptedException {
        MailChannel channel = rooms.service(MailChannel.class);
        long start = System.nanoTime();
        channel.poll(wait);
        return Long.toString((System.nanoTime() - start) / 1_000);
    }

    private String stages() {
        return journal.stats().items().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Each with when it came to which stage; first the number of its reply's dark endings. */
    private String items() {
        List<Item> items = journal.find(Filter.newest(ITEMS));
        for (Item item : items) {
            String when = journal.history(item.id()).stream()
                    .map(each -> each.stage() + "=" + each.at().toEpochMilli())
                    .collect(Collectors.joining(","));
            say("> " + item.id() + " " + item.stage() + " " + item.attempts() + " "
                    + word(item.admitted().map(Step.Admitted::messageId)) + " "
                    + word(item.ready().map(Step.Ready::messageId)) + " " + when);
        }
        return Integer.toString(items.size());
    }

    private static String word(Optional<String> value) {
        return value.filter(text -> !text.isBlank()).orElse("-");
    }

    // ---- what it costs

    /** Of the threads whose names begin so. */
    private static long cpuNanos(String prefix) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(prefix)) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    private static long heapAfterCollection() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /** The virtual machine's own count, whoever makes them. */
    private void countHandshakes() {
        RecordingStream events = new RecordingStream();
        events.enable("jdk.TLSHandshake");
        events.setReuse(true);
        events.onEvent("jdk.TLSHandshake", event -> handshakes.incrementAndGet());
        events.startAsync();
    }
}
