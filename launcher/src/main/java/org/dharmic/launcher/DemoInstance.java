package org.dharmic.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** An instance of its own in a scratch folder, with the sandbox on its start list and ports that are free. */
public final class DemoInstance {

    private static final String SANDBOX = "org/dharmic/sandbox";
    private static final int SANDBOX_LEVEL = 65;

    private final Layout layout;

    public DemoInstance(Layout layout) {
        this.layout = layout;
    }

    public void furnish() throws StartFailure, IOException {
        new Instance(layout).prepare();
        Path vault = layout.dharmic().resolve("sandbox").resolve("vault");
        List<Integer> ports = freePorts(3);
        Templates.unpack(
                sandboxJar(),
                Map.of(
                        "SMTP_PORT", ports.get(0).toString(),
                        "IMAP_PORT", ports.get(1).toString(),
                        "FOLDER", vault.toString(),
                        "PASSWORD", password()),
                layout.etc(),
                vault);
        set(
                layout.etc().resolve("org.apache.karaf.shell.cfg"),
                "sshPort",
                ports.get(2).toString());
        addToStartList();
    }

    private Path sandboxJar() throws StartFailure, IOException {
        Path folder = layout.home().resolve("system").resolve(SANDBOX);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> tree = Files.walk(folder, 2)) {
                List<Path> jars = tree.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
                if (!jars.isEmpty()) {
                    return jars.get(jars.size() - 1);
                }
            }
        }
        throw new StartFailure("The distribution has no sandbox: nothing below " + folder);
    }

    private void addToStartList() throws StartFailure, IOException {
        String version = sandboxJar().getParent().getFileName().toString();
        String list = Files.readString(layout.startList(), StandardCharsets.UTF_8);
        String line = "mvn\\:org.dharmic/sandbox/" + version + " = " + SANDBOX_LEVEL + "\n";
        DurableFile.write(layout.startList(), list + (list.endsWith("\n") ? "" : "\n") + line);
    }

    /** Replaces a key's line in a configuration of ours. */
    static void set(Path file, String key, String value) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        DurableFile.writeTransient(file, text.replaceAll("(?m)^" + key + " *=.*$", key + " = " + value));
    }

    /** All held until each is known, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String password() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
