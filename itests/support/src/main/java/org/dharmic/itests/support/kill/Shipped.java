package org.dharmic.itests.support.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;

/** The jars of a distribution, chosen from its start list, so that what is added to it is here as well. */
record Shipped(Path home, List<StartList.Line> lines) {

    private static final String OURS = "org.dharmic:";
    /** Commands, health and the swap come after the rooms. */
    private static final int LAST_LEVEL = 70;
    /** Whatever is Karaf's own; it would find no Karaf. */
    private static final Set<String> KARAF =
            Set.of("org.apache.karaf", "org.ops4j", "org.fusesource", "org.apache.felix:org.apache.felix.fileinstall");

    private static final String EVENT_ADMIN = "org.apache.karaf.services:org.apache.karaf.services.eventadmin";

    static Shipped in(Path home) throws IOException {
        try {
            return new Shipped(
                    home, StartList.read(home.resolve("etc/startup.properties")).lines());
        } catch (StartFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    Path jar(StartList.Line line) {
        return home.resolve("system").resolve(line.repositoryPath());
    }

    /** Of an artifact of this project. */
    Path jar(String artifact) throws IOException {
        return lines.stream()
                .filter(line -> line.artifact().equals(OURS + artifact))
                .findFirst()
                .map(this::jar)
                .orElseThrow(() -> new IOException(artifact + " is not on the start list of " + home));
    }

    /** Libraries and contracts, in the order of their start; not those that come from outside. */
    List<Path> libraries(Set<String> outside) {
        return lines.stream()
                .filter(line -> line.level() <= LAST_LEVEL)
                .filter(line -> line.artifact().startsWith(OURS)
                        ? isLibrary(line) && !outside.contains(line.artifact().substring(OURS.length()))
                        : line.artifact().equals(EVENT_ADMIN)
                                || KARAF.stream()
                                        .noneMatch(group -> line.artifact().startsWith(group)))
                .map(this::jar)
                .toList();
    }

    private static boolean isLibrary(StartList.Line line) {
        return line.artifact().endsWith("-api") || line.artifact().startsWith(OURS + "lib-");
    }
}
