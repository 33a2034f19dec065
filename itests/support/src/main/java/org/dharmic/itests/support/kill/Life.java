package org.dharmic.itests.support.kill;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.dharmic.itests.support.Frameworks;
import org.dharmic.itests.support.Waiting;
import org.dharmic.launcher.instance.StartList;

/**
 * One life of a platform: a process that begins with {@link #begin} and is killed, or told to stop. Its state stays in the
 * plan's folder for the next one. Ask from one thread.
 */
public final class Life implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration DYING = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final Writer in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Set<String> said = new LinkedHashSet<>();
    private final List<String> thoughts = new CopyOnWriteArrayList<>();
    private final List<String> dark = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Life(Process process, Path log) {
        this.process = process;
        this.log = log;
        in = process.outputWriter(StandardCharsets.UTF_8);
        reader = new Thread(this::read, "life-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the process, and returns when its rooms have started. */
    public static Life begin(Plan plan, List<String> javaOptions) throws Exception {
        Life life = launch(plan, javaOptions);
        boolean ready = false;
        try {
            life.await("ready");
            ready = true;
            return life;
        } finally {
            if (!ready) {
                life.close();
            }
        }
    }

    /** As {@link #begin}, for a life that may come to its moment before it is ready. */
    public static Life launch(Plan plan, List<String> javaOptions) throws IOException {
        Files.createDirectories(plan.folder());
        Path file = Files.createTempFile(plan.folder(), "plan", ".properties");
        plan.write(file);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                classPath(Shipped.in(plan.home())),
                LifeMain.class.getName(),
                file.toString()));
        Path log = Files.createTempFile(plan.folder(), "life", ".log");
        return new Life(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    /** Ours, the framework, and the contracts that both sides speak. */
    private static String classPath(Shipped shipped) throws IOException {
        Set<String> path = new LinkedHashSet<>();
        for (Class<?> type : List.of(LifeMain.class, StartList.class, FrameworkFactory.class, simpleLogger())) {
            path.add(place(type));
        }
        Rooms.OUTSIDE.forEach(type -> path.add(place(type)));
        for (String contract : Rooms.CONTRACTS) {
            path.add(shipped.jar(contract).toString());
        }
        return String.join(File.pathSeparator, path);
    }

    private static Class<?> simpleLogger() {
        try {
            return Class.forName("org.slf4j.impl.SimpleLogger");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("slf4j-simple is not on the class path", e);
        }
    }

    private static String place(Class<?> type) {
        return Frameworks.jarOf(type).toString();
    }

    // ---- what it says

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("> ") || line.startsWith("= ")) {
                    answers.add(line);
                } else {
                    note(line);
                }
            }
        } catch (IOException e) {
            note("cut off: " + e.getMessage());
        }
    }

    private void note(String line) {
        if (line.startsWith("thought ")) {
            thoughts.add(line.substring("thought ".length()));
        } else if (line.startsWith("dark ")) {
            dark.add(line.substring("dark ".length()));
        } else {
            synchronized (said) {
                said.add(line);
            }
        }
    }

    /** Whether it has said that, or died without. */
    private boolean hasSaid(String line) {
        synchronized (said) {
            return said.contains(line);
        }
    }

    private void await(String line) throws Exception {
        Waiting.until(PATIENCE, () -> "'" + line + "' of the life in " + log, () -> {
            if (!hasSaid(line) && !process.isAlive()) {
                throw new AssertionError("It ended with " + process.exitValue() + "; see " + log);
            }
            return hasSaid(line);
        });
    }

    /** Waits until time stands still in it. */
    public void awaitMoment(String point) throws Exception {
        await("at " + point);
    }

    public boolean isAt(String point) {
        return hasSaid("at " + point);
    }

    /** Ids of the items that its executor was asked about, each time. */
    public List<String> thoughts() {
        return List.copyOf(thoughts);
    }

    /** Message-IDs of the replies of which the life before did not learn whether they were taken. */
    public List<String> inTheDark() {
        return List.copyOf(dark);
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    // ---- questions

    /** What it answers, without the lines before. */
    public String ask(String question) throws InterruptedException {
        List<String> lines = lines(question);
        return lines.get(lines.size() - 1);
    }

    private List<String> lines(String question) throws InterruptedException {
        try {
            in.write(question + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The life has ended; see " + log, e);
        }
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("No answer to '" + question + "'; see " + log);
            }
            lines.add(line.substring(2));
            if (line.startsWith("= ")) {
                if (line.startsWith("= failed: ")) {
                    throw new AssertionError(question + " " + line.substring(2) + "; see " + log);
                }
                return lines;
            }
        }
    }

    /**
     * An item of its journal.
     *
     * @param mail Message-ID of the mail, empty before it was admitted
     * @param reply Message-ID of the reply, empty before there is one
     * @param at milliseconds of the epoch by stage; where it came to a stage more than once, the last time
     */
    public record Item(
            String id, String stage, int attempts, String mail, String reply, List<String> way, Map<String, Long> at) {

        static Item of(String line) {
            String[] words = line.split(" ", 6);
            List<String> way = new ArrayList<>();
            Map<String, Long> at = new TreeMap<>();
            for (String step : words[5].split(",")) {
                String[] pair = step.split("=");
                way.add(pair[0]);
                at.put(pair[0], Long.parseLong(pair[1]));
            }
            return new Item(words[0], words[1], Integer.parseInt(words[2]), word(words[3]), word(words[4]), way, at);
        }

        private static String word(String word) {
            return word.equals("-") ? "" : word;
        }

        /** Nothing more happens to it by itself. */
        public boolean isOver() {
            return Set.of("MARKED", "REJECTED", "PARKED").contains(stage);
        }
    }

    /** All of them, oldest first. */
    public List<Item> items() throws InterruptedException {
        List<String> lines = lines("items");
        return lines.subList(0, lines.size() - 1).stream().map(Item::of).toList();
    }

    /** How many items are in which stage. */
    public Map<String, Integer> stages() throws InterruptedException {
        String answer = ask("stages");
        return answer.isEmpty()
                ? Map.of()
                : List.of(answer.split(" ")).stream()
                        .map(each -> each.split("="))
                        .collect(Collectors.toMap(each -> each[0], each -> Integer.parseInt(each[1])));
    }

    /** So many items are there at least, and all are at their end. */
    public boolean isDone(int mails) throws InterruptedException {
        return isDone(mails, Set.of("MARKED", "REJECTED", "PARKED"));
    }

    /** The same, and that end is the good one. */
    public boolean isWell(int mails) throws InterruptedException {
        return isDone(mails, Set.of("MARKED"));
    }

    private boolean isDone(int mails, Set<String> ends) throws InterruptedException {
        Map<String, Integer> stages = stages();
        return ends.containsAll(stages.keySet())
                && stages.values().stream().mapToInt(Integer::intValue).sum() >= mails;
    }

    // ---- the end

    /** SIGKILL; returns when the process is gone. */
    public void kill() throws InterruptedException {
        // By its handle: destroying the Process itself would close the pipe with what it has said.
        process.toHandle().destroyForcibly();
        if (!process.waitFor(DYING.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not die");
        }
        reader.join(DYING.toMillis());
    }

    /** As a person stops it. */
    public void stop() throws InterruptedException {
        ask("stop");
        if (!process.waitFor(DYING.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not end; see " + log);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
