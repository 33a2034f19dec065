package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.benchmarks.Subject;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.load.Latencies;

/**
 * Edits while the index is in use: how soon one is found, and whether after a burst of saves, replacements, moves and
 * deletions the index is what a fresh build makes of the same files. Works in a folder of its own in the vault.
 */
final class EditsRun {

    /** In the vault; taken away at the end, and before a run that follows an interrupted one. */
    static final String FOLDER = "bench-edits";

    private static final int SINGLE_EDITS = 60;
    private static final int FILES = 300;
    private static final int OPERATIONS = 1_000;
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SETTLE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Figures figures;
    private final long seed;
    private final Path folder;
    private final SplittableRandom random;
    /** What every file says now, by its path in the vault. */
    private final Map<String, String> says = new TreeMap<>();

    private final List<String> overwritten = new ArrayList<>();
    private int words;

    EditsRun(Figures figures, long seed) {
        this.figures = figures;
        this.seed = seed;
        this.folder = figures.scan.vault().resolve(FOLDER);
        this.random = new SplittableRandom(seed);
    }

    /** @param subject running, with everything indexed */
    void all(VaultSubject subject) throws IOException, InterruptedException {
        try {
            figures.say("edits: one at a time");
            Properties reply = subject.ask("edits", "folder", folder, "count", SINGLE_EDITS, "seed", seed);
            Map<String, Object> visible = new Latencies(VaultSubject.nanos(reply, "nanos")).figures();
            visible.put("missed", Integer.parseInt(reply.getProperty("missed")));
            figures.add("edit_visible", SubjectRun.NAME, visible);
            Subject.deleteTree(folder);
            awaitFiles(subject, figures.scan.files().size());
            burst(subject);
        } finally {
            Subject.deleteTree(folder);
        }
    }

    private void burst(VaultSubject subject) throws IOException, InterruptedException {
        Properties before = subject.ask("state");
        for (int i = 0; i < FILES; i++) {
            save(FOLDER + "/sub" + i % 7 + "/note-" + i + ".md");
        }
        awaitFiles(subject, figures.scan.files().size() + FILES);
        figures.say("edits: %d in a second", OPERATIONS);
        long start = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            long due = start + BURST_NANOS * i / OPERATIONS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            operation(i);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double settled = awaitRight(subject);
        Properties after = subject.ask("state");
        Map<String, Object> burst = new LinkedHashMap<>();
        burst.put("operations", OPERATIONS);
        burst.put("per_s", Math.round(OPERATIONS / seconds));
        burst.put("settled_s", Progress.rounded(settled, 2));
        burst.put("left_over", leftOver(subject));
        burst.put("equal_to_fresh_build", equalsFreshBuild(subject, before, after));
        figures.add("burst", SubjectRun.NAME, burst);
    }

    // ---- changes

    private void operation(int number) throws IOException {
        List<String> paths = List.copyOf(says.keySet());
        String path = paths.get(random.nextInt(paths.size()));
        int what = random.nextInt(20);
        if (what < 10) {
            save(path);
        } else if (what < 13) {
            replace(path);
        } else if (what < 16 || paths.size() < FILES / 2) {
            save(FOLDER + "/new" + number % 5 + "/added-" + number + ".md");
        } else if (what < 18) {
            Files.delete(file(path));
            overwritten.add(says.remove(path));
        } else {
            String target = FOLDER + "/moved" + number % 3 + "/" + number + ".md";
            Files.createDirectories(file(target).getParent());
            Files.move(file(path), file(target));
            says.put(target, says.remove(path));
        }
    }

    private void save(String path) throws IOException {
        Files.createDirectories(file(path).getParent());
        Files.writeString(file(path), text(path));
    }

    /** As careful editors do. */
    private void replace(String path) throws IOException {
        Path beside = file(path).resolveSibling(".saving");
        Files.writeString(beside, text(path));
        Files.move(beside, file(path), StandardCopyOption.ATOMIC_MOVE);
    }

    private String text(String path) {
        String word = "zqburst" + Integer.toString(words++, 26).replaceAll("\\d", "z$0") + "x";
        String before = says.put(path, word);
        if (before != null) {
            overwritten.add(before);
        }
        return "# Burst\n\nHere it says " + word + " once.\n\n## Below\n\nAnd more, so that there is a second part.\n";
    }

    private Path file(String path) {
        return figures.scan.vault().resolve(path);
    }

    // ---- what the index makes of them

    private static void awaitFiles(VaultSubject subject, long files) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SETTLE_LIMIT_NANOS;
        String have = "";
        while (!have.equals(Long.toString(files))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The index has " + have + " files where " + files + " were expected");
            }
            have = subject.ask("state").getProperty("files");
        }
    }

    /** @return seconds until every file was found by its word and only there; NaN when that never came */
    private double awaitRight(VaultSubject subject) throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<Ask> asks = phrases(says.values());
        List<String> paths = List.copyOf(says.keySet());
        while (System.nanoTime() - start < SETTLE_LIMIT_NANOS) {
            List<String> answers = subject.answers(asks);
            boolean right = true;
            for (int i = 0; i < paths.size(); i++) {
                String[] fields = answers.get(i).split("\t");
                right &= fields.length == 4 && fields[0].equals(paths.get(i));
            }
            if (right) {
                return (System.nanoTime() - start) / 1e9;
            }
        }
        return Double.NaN;
    }

    /** How many words are still found that no file has any more. */
    private long leftOver(VaultSubject subject) throws IOException, InterruptedException {
        return subject.answers(phrases(overwritten)).stream()
                .filter(answer -> !answer.isBlank())
                .count();
    }

    private boolean equalsFreshBuild(VaultSubject subject, Properties before, Properties after)
            throws IOException, InterruptedException {
        Path vault = figures.work.resolve("fresh-vault");
        Subject.deleteTree(vault);
        for (String path : says.keySet()) {
            Files.createDirectories(vault.resolve(path).getParent());
            Files.copy(file(path), vault.resolve(path));
        }
        try (VaultSubject fresh = VaultSubject.make(figures.work.resolve("fresh-index"))) {
            fresh.configure(vault, List.of());
            Properties built = fresh.start("burst");
            return fresh.answers(phrases(says.values())).equals(subject.answers(phrases(says.values())))
                    && difference(after, before, "files") == Long.parseLong(built.getProperty("files"))
                    && difference(after, before, "passages") == Long.parseLong(built.getProperty("passages"));
        } finally {
            Subject.deleteTree(vault);
        }
    }

    private static long difference(Properties after, Properties before, String key) {
        return Long.parseLong(after.getProperty(key)) - Long.parseLong(before.getProperty(key));
    }

    /** Phrases, for those have no typo tolerance. */
    private static List<Ask> phrases(Iterable<String> words) {
        List<Ask> asks = new ArrayList<>();
        words.forEach(word -> asks.add(new Ask("phrase", List.of(), '"' + word + '"')));
        return asks;
    }
}
