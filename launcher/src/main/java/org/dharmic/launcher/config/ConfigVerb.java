package org.dharmic.launcher.config;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dharmic.launcher.config.Catalogue.Target;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Escapes;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.launcher.metatype.SetCheck;
import org.dharmic.launcher.metatype.Verdict;

/**
 * {@code ./dharmic config}. It edits files and nothing else, so that it works whether or not the container runs; when it
 * does, the container's verdict is awaited, and what it refuses is taken out of the file again.
 */
public final class ConfigVerb {

    static final Duration VERDICT_LIMIT = Duration.ofMillis(2800);

    private static final String USAGE = """
            config takes
              list [PID]                        what can be set, what is set, and whether that is right
              get PID [KEY]                     the value in force
              set PID KEY VALUE [KEY VALUE]...  one change, wholly or not at all
              unset PID KEY...                  back to the default
            PID may leave out org.dharmic., and has its instance behind a dash: vault.lucene, mail.imap-home""";

    private final Layout layout;
    private final Sets sets;
    private final BooleanSupplier running;
    private final PrintStream out;

    public ConfigVerb(Layout layout, BooleanSupplier running, PrintStream out) {
        this.layout = layout;
        this.sets = new Sets(layout);
        this.running = running;
        this.out = out;
    }

    /** @return the exit code */
    public int run(List<String> words) throws StartFailure, IOException {
        String deed = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        Catalogue catalogue = Catalogue.of(layout);
        if (deed.equals("list") && rest.size() <= 1) {
            return list(rest.isEmpty() ? catalogue.targets(sets.etc()) : List.of(catalogue.target(rest.get(0))));
        }
        if (deed.equals("get") && rest.size() == 1) {
            return list(List.of(catalogue.target(rest.get(0))));
        }
        if (deed.equals("get") && rest.size() == 2) {
            return get(catalogue.target(rest.get(0)), rest.get(1));
        }
        if (deed.equals("set") && rest.size() >= 3 && rest.size() % 2 == 1) {
            return set(catalogue.target(rest.get(0)), rest.subList(1, rest.size()));
        }
        if (deed.equals("unset") && rest.size() >= 2) {
            return unset(catalogue.target(rest.get(0)), rest.subList(1, rest.size()));
        }
        throw new StartFailure(USAGE, Exit.USAGE);
    }

    private int list(List<Target> targets) throws IOException {
        for (Target target : targets) {
            List<Sets.Line> lines = sets.lines(target);
            out.println(target.pid() + "  " + target.entry().title() + "  (etc/" + target.file() + ")");
            int keys =
                    lines.stream().mapToInt(line -> line.key().length()).max().orElse(0);
            for (Sets.Line line : lines) {
                out.println(ConfigText.line(line, keys));
            }
            out.println();
        }
        return Exit.OK;
    }

    private int get(Target target, String key) throws StartFailure, IOException {
        known(target, key);
        sets.lines(target).stream().filter(line -> line.key().equals(key)).forEach(line -> out.println(line.value()));
        return Exit.OK;
    }

    private int set(Target target, List<String> pairs) throws StartFailure, IOException {
        Optional<String> before = sets.read(target);
        CfgFile file = editable(target, before);
        List<Attribute> changed = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            Attribute attribute = known(target, pairs.get(i));
            String value = pairs.get(i + 1);
            if (SetCheck.isPlaceholder(value)) {
                throw new StartFailure(
                        attribute.key() + " must be a value without ${ and $[, which the container replaces;"
                                + " write it into etc/" + target.file() + " if that is meant");
            }
            changed.add(attribute);
            file = file.with(attribute.key(), value);
            if (!value.equals(file.values().get(attribute.key()))) {
                throw new StartFailure("etc/" + target.file()
                        + " cannot be edited, perhaps because its last line ends in \\;" + " edit it by hand");
            }
        }
        return apply(target, before, file, changed);
    }

    private int unset(Target target, List<String> keys) throws StartFailure, IOException {
        Optional<String> before = sets.read(target);
        CfgFile file = editable(target, before);
        List<Attribute> changed = new ArrayList<>();
        for (String key : keys) {
            if (!file.values().containsKey(key)) {
                known(target, key);
                out.println(key + " is not set in etc/" + target.file() + ": its default is in force");
            }
            Optional.ofNullable(target.entry().schema().attributes().get(key)).ifPresent(changed::add);
            file = file.without(key);
        }
        return apply(target, before, file, changed);
    }

    private static CfgFile editable(Target target, Optional<String> text) throws StartFailure {
        CfgFile file = CfgFile.parse(text.orElse(""));
        if (file.isTyped()) {
            throw new StartFailure("All values in etc/" + target.file()
                    + " are in quotes or brackets, which makes them typed ones; edit the file by hand");
        }
        return file;
    }

    private static Attribute known(Target target, String key) throws StartFailure {
        Map<String, Attribute> attributes = target.entry().schema().attributes();
        Attribute attribute = attributes.get(key);
        if (attribute == null) {
            throw new StartFailure(
                    target.pid() + " has no key " + key
                            + SetCheck.nearest(key, attributes.keySet())
                                    .map(near -> ", perhaps " + near)
                                    .orElse("; it has " + String.join(", ", attributes.keySet())),
                    Exit.USAGE);
        }
        return attribute;
    }

    private int apply(Target target, Optional<String> before, CfgFile file, List<Attribute> changed)
            throws StartFailure, IOException {
        Map<String, String> values = Sets.ofTheRoom(file);
        // A mistake that was there before is the container's to report: it must not stand in the way of its own
        // mending.
        List<String> keys = changed.stream().map(Attribute::key).toList();
        refuse(
                target,
                Sets.problems(target, values).stream()
                        .filter(problem -> keys.contains(problem.key()))
                        .toList());
        if (before.isEmpty() && values.isEmpty()) {
            return Exit.OK;
        }
        String text = file.text();
        refuse(target, Escapes.problem(text).stream().toList());
        sets.write(target, Optional.of(text));
        if (!running.getAsBoolean()) {
            say(target, values, changed, "stored in etc/" + target.file() + ", for the next start");
            return Exit.OK;
        }
        Optional<Verdict> verdict = sets.awaitVerdict(target, values, VERDICT_LIMIT);
        if (verdict.isEmpty()) {
            throw new StartFailure("Stored in etc/" + target.file() + ", but the container has not taken notice within "
                    + VERDICT_LIMIT.toMillis() / 1000.0 + " s; ./dharmic status says whether "
                    + target.entry().bundle() + " runs");
        }
        if (!verdict.get().problems().isEmpty()) {
            // Somebody else may have written meanwhile: theirs stays.
            if (sets.read(target).equals(Optional.of(text))) {
                sets.write(target, before);
            }
            refuse(target, verdict.get().problems());
        }
        List<Attribute> live = changed.stream().filter(Attribute::isLive).toList();
        List<Attribute> later = changed.stream().filter(each -> !each.isLive()).toList();
        say(target, values, live, "in force");
        say(
                target,
                values,
                later,
                "stored; it takes effect at a restart of that component: ./dharmic exec 'bundle:restart "
                        + target.entry().bundle() + "'");
        return Exit.OK;
    }

    private static void refuse(Target target, List<Problem> problems) throws StartFailure {
        if (!problems.isEmpty()) {
            throw new StartFailure(problems.stream()
                            .map(problem -> problem.message("etc/" + target.file()))
                            .collect(Collectors.joining("\ndharmic: "))
                    + "; nothing is changed");
        }
    }

    private void say(Target target, Map<String, String> values, List<Attribute> attributes, String what) {
        for (Attribute attribute : attributes) {
            String value = values.get(attribute.key());
            out.println(target.pid() + " " + attribute.key() + " = "
                    + Sets.shown(attribute, value == null ? attribute.defaultText() : value)
                    + (value == null ? " (default)" : "") + ": " + what);
        }
    }
}
