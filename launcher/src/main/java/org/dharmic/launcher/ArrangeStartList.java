package org.dharmic.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;

/**
 * Build step of the distribution: gives the assembled start list its final order. Karaf puts its shell, ssh and features
 * service before everything else; here mail is ready first, and people's ways in follow.
 */
public final class ArrangeStartList {

    private static final int KARAF_DEFAULT = 30;
    private static final int WAYS_IN = 90;

    /** After ConfigAdmin and its plugins: then the first scan of etc/ ends before any room is started. */
    private static final int FILES = 12;

    private static final int FEATURES = 95;

    /** At Karaf's level 30 stands its shell with all its commands, and Declarative Services, which our rooms need. */
    private static final Set<String> STAY =
            Set.of("org.apache.felix:org.apache.felix.scr", "org.osgi:org.osgi.service.component");

    /** Maven URLs and JSON configurations serve the shell and the features service alone. */
    private static final Set<String> LATE = Set.of(
            "org.ops4j.pax.url:pax-url-aether",
            "org.apache.felix:org.apache.felix.configurator",
            "org.apache.felix:org.apache.felix.cm.json",
            "org.apache.sling:org.apache.sling.commons.johnzon");

    private ArrangeStartList() {}

    /** @param args the start list to rewrite */
    public static void main(String[] args) throws IOException, StartFailure {
        Path file = Path.of(args[0]);
        Files.writeString(file, format(StartList.read(file).lines()), StandardCharsets.UTF_8);
    }

    static String format(List<StartList.Line> lines) {
        StringBuilder out = new StringBuilder("# The only list of what runs: bundle = start level, lower ones first.\n"
                + "# The framework reads it when it differs from what data/cache/ was made from; swap rewrites it.\n");
        lines.stream()
                .map(line -> new StartList.Line(line.number(), line.location(), level(line)))
                .sorted(Comparator.comparingInt(StartList.Line::level).thenComparing(StartList.Line::location))
                .forEach(line -> out.append(line.location().replace(":", "\\:"))
                        .append(" = ")
                        .append(line.level())
                        .append('\n'));
        return out.toString();
    }

    private static int level(StartList.Line line) {
        String artifact = line.artifact();
        if (artifact.equals("org.apache.karaf.features:org.apache.karaf.features.core")) {
            return FEATURES;
        }
        if (artifact.equals("org.apache.felix:org.apache.felix.fileinstall")) {
            return FILES;
        }
        if (LATE.contains(artifact)) {
            return WAYS_IN;
        }
        return line.level() == KARAF_DEFAULT && !STAY.contains(artifact) ? WAYS_IN : line.level();
    }
}
