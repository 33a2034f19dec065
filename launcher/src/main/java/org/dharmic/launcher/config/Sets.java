package org.dharmic.launcher.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.launcher.config.Catalogue.Target;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Escapes;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.launcher.metatype.SetCheck;
import org.dharmic.launcher.metatype.StoredSet;
import org.dharmic.launcher.metatype.Verdict;

/** The files of an instance's configurations, and what its config-guard has said about them. */
final class Sets {

    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final Layout layout;

    Sets(Layout layout) {
        this.layout = layout;
    }

    Path etc() {
        return layout.etc();
    }

    /** The file as it is; empty when there is none. */
    Optional<String> read(Target target) throws IOException {
        try {
            return Optional.of(Files.readString(path(target), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whole or not at all, and its owner's alone; nothing removes the file. */
    void write(Target target, Optional<String> text) throws IOException {
        try {
            if (text.isPresent()) {
                DurableFile.write(path(target), text.get());
            } else {
                Files.deleteIfExists(path(target));
            }
        } catch (IOException e) {
            throw new IOException(path(target) + " cannot be written: " + Reason.of(e), e);
        }
    }

    private Path path(Target target) {
        return layout.etc().resolve(target.file());
    }

    /** Keys and values without those that Karaf's own commands leave in a file. */
    static Map<String, String> ofTheRoom(CfgFile file) {
        Map<String, String> values = file.values();
        values.keySet().removeIf(key -> !SetCheck.isOfTheRoom(key));
        return values;
    }

    /** What the metatype refuses. Placeholders are filled in by the container, so their values are not known here. */
    static List<Problem> problems(Target target, Map<String, String> values) {
        return check(target, values).problems().stream()
                .filter(problem -> !SetCheck.isPlaceholder(values.getOrDefault(problem.key(), "")))
                .toList();
    }

    static SetCheck.Outcome check(Target target, Map<String, String> values) {
        return new SetCheck(target.entry().schema()).check(new HashMap<>(values));
    }

    /** What the container said about this very set, if it has. */
    Optional<Verdict> verdict(Target target, Map<String, String> values) {
        Path file = layout.dharmic().resolve("config").resolve(StoredSet.fileName(target.pid(), Verdict.SUFFIX));
        try {
            return Optional.of(Verdict.parse(Files.readString(file, StandardCharsets.UTF_8)))
                    .filter(verdict -> verdict.isAbout(values));
        } catch (IOException e) {
            return Optional.empty(); // none yet
        }
    }

    Optional<Verdict> awaitVerdict(Target target, Map<String, String> values, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<Verdict> verdict = verdict(target, values);
        while (verdict.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            verdict = verdict(target, values);
        }
        return verdict;
    }

    /**
     * One key as it stands.
     *
     * @param value in force, secrets masked
     * @param fromFile whether a file says so, and not the default
     * @param problem what is wrong with what the file says; empty when nothing is
     */
    record Line(String key, Optional<Attribute> attribute, String value, boolean fromFile, String problem) {}

    /** All keys of a set, in the order of the room's source, and those of the file that nobody reads. */
    List<Line> lines(Target target) throws IOException {
        String text = read(target).orElse("");
        Map<String, String> file = ofTheRoom(CfgFile.parse(text));
        Optional<Problem> unread = Escapes.problem(text);
        List<Problem> problems = unread.map(List::of).orElseGet(() -> verdict(target, file)
                .map(Verdict::problems)
                .filter(some -> !some.isEmpty())
                .orElseGet(() -> problems(target, file)));
        Map<String, String> inForce =
                problems.isEmpty() ? file : lastGood(target).orElse(unread.isPresent() ? Map.of() : file);
        List<Line> lines = new ArrayList<>();
        for (Attribute attribute : target.entry().schema().attributes().values()) {
            String value = inForce.getOrDefault(attribute.key(), attribute.defaultText());
            lines.add(new Line(
                    attribute.key(),
                    Optional.of(attribute),
                    shown(attribute, value),
                    inForce.containsKey(attribute.key()),
                    problem(problems, attribute.key(), target)));
        }
        for (Problem unknown : check(target, file).unknown()) {
            lines.add(new Line(
                    unknown.key(),
                    Optional.empty(),
                    "…",
                    true,
                    "is not read by anybody: expected " + unknown.expected()));
        }
        problems.stream()
                .filter(problem -> !target.entry().schema().attributes().containsKey(problem.key()))
                .forEach(problem -> lines.add(
                        new Line(problem.key(), Optional.empty(), "", true, problem(problems, problem.key(), target))));
        return lines;
    }

    private static String problem(List<Problem> problems, String key, Target target) {
        return problems.stream()
                .filter(problem -> problem.key().equals(key))
                .map(problem -> problem.message("etc/" + target.file()) + "; the last good set is in force")
                .findFirst()
                .orElse("");
    }

    private Optional<Map<String, String>> lastGood(Target target) {
        Path file = layout.dharmic().resolve("config").resolve(StoredSet.fileName(target.pid(), StoredSet.SUFFIX));
        try {
            Map<String, String> good = new HashMap<>();
            StoredSet.read(Files.readString(file, StandardCharsets.UTF_8))
                    .forEach((key, value) -> good.put(key, String.valueOf(value)));
            return Optional.of(good);
        } catch (IOException e) {
            return Optional.empty(); // there has not been a good one
        }
    }

    /** References of secrets are fine; where a secret itself may stand, it is not shown. */
    static String shown(Attribute attribute, String value) {
        boolean hidden = Attribute.isHidden(attribute.key(), attribute.type())
                && (attribute.type() == Attribute.Type.PASSWORD
                        || !attribute.key().endsWith(".secret"));
        return hidden && !value.isEmpty() ? "…" : value.replaceAll("\\p{Cntrl}", " ");
    }
}
