package org.dharmic.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.launcher.instance.Layout;

/**
 * The command line of the container's virtual machine. Karaf's own script patches two modules of the JDK, which switches
 * class-data sharing off; nothing here needs those patches, so the specification jars are plain class path entries and
 * an archive of parsed classes, made when the container stops, serves the next start.
 */
public final class ContainerCommand {

    /** What Felix and Karaf reach into; the same list as Karaf's script, without RMI and JNDI over RMI. */
    private static final List<String> OPENINGS = List.of(
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.ftp=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.content.text=ALL-UNNAMED");

    /**
     * About 30 MB live after a day; the small first heap keeps what is resident near that, and half of it for what is new halves the
     * collections (docs/decisions/).
     */
    public static final List<String> MEMORY =
            List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:+ExitOnOutOfMemoryError");

    /** Whether an archive of parsed classes is kept for the next start. */
    enum Archive {
        SHARED,
        NONE
    }

    private final Layout layout;
    private final Path java;

    ContainerCommand(Layout layout) {
        this.layout = layout;
        this.java = Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** @param extra further options of the virtual machine, after ours, so that they win */
    List<String> build(List<String> extra, Archive archive) throws IOException {
        String classPath = classPath();
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(MEMORY);
        command.add("-Xshare:auto");
        if (archive == Archive.SHARED) {
            command.add(sharing(classPath));
        }
        // A refused archive costs a little time and no more: not worth a line in front of every start.
        command.add("-Xlog:cds=off");
        command.add("-Xlog:cds+dynamic=off");
        command.add("-Djava.awt.headless=true");
        command.add("-Dfile.encoding=UTF-8");
        command.addAll(OPENINGS);
        command.addAll(extra);
        command.addAll(words(System.getenv("DHARMIC_JAVA_OPTS")));
        command.add("-cp");
        command.add(classPath);
        command.add(Container.class.getName());
        command.add(layout.home().toString());
        command.add(layout.base().toString());
        return command;
    }

    static List<String> words(String options) {
        return Stream.ofNullable(options)
                .flatMap(text -> Stream.of(text.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String classPath() throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String folder : List.of("lib/boot", "lib/endorsed", "lib/jdk9plus", "lib/ext")) {
            entries.addAll(jars(layout.home().resolve(folder)));
        }
        Path framework = layout.home().resolve("system/org/apache/felix/org.apache.felix.framework");
        try (Stream<Path> tree = Files.walk(framework, 2)) {
            tree.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(entries::add);
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Sorted: an archive is only used with the very class path it was made with. */
    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private String sharing(String classPath) throws IOException {
        Path archive = layout.classes().resolve(key(classPath) + ".jsa");
        discardOthers(archive);
        return (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive;
    }

    private void discardOthers(Path archive) throws IOException {
        if (!Files.isDirectory(layout.classes())) {
            return;
        }
        try (Stream<Path> files = Files.list(layout.classes())) {
            for (Path file : files.filter(other -> !other.equals(archive)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String key(String classPath) throws IOException {
        String parts = String.join(
                "\n",
                System.getProperty("java.vm.vendor"),
                System.getProperty("java.vm.version"),
                classPath,
                content(layout.startList()),
                content(layout.build()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static String content(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
