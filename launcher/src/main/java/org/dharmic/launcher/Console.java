package org.dharmic.launcher;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** The command line of Karaf's own client, which knows how to give a terminal to the shell, with the instance's key. */
final class Console {

    private static final List<String> CLIENT = List.of(
            "org/apache/karaf/org.apache.karaf.client",
            "org/apache/sshd/sshd-osgi",
            "org/apache/sshd/sshd-scp",
            "org/apache/sshd/sshd-sftp",
            "org/fusesource/jansi/jansi",
            "org/jline/jline");

    private final Layout layout;

    Console(Layout layout) {
        this.layout = layout;
    }

    List<String> command() throws StartFailure, IOException {
        if (InstanceLock.running(layout).isEmpty()) {
            throw new StartFailure(
                    "Dharmic is not running (instance " + layout.base() + "); ./dharmic start", Exit.NOT_RUNNING);
        }
        Properties shell = new Properties();
        try (Reader reader =
                Files.newBufferedReader(layout.etc().resolve("org.apache.karaf.shell.cfg"), StandardCharsets.UTF_8)) {
            shell.load(reader);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Dkaraf.etc=" + layout.etc(),
                "-cp",
                classPath(),
                "org.apache.karaf.client.Main",
                "-h",
                shell.getProperty("sshHost", "127.0.0.1").strip(),
                "-a",
                shell.getProperty("sshPort", "8101").strip(),
                "-u",
                ConsoleKey.USER,
                "-k",
                layout.consoleKey().toString(),
                "-r",
                "5",
                "-d",
                "1");
    }

    private String classPath() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String artifact : CLIENT) {
            try (Stream<Path> tree = Files.walk(layout.home().resolve("system").resolve(artifact), 2)) {
                tree.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
