package org.dharmic.launcher;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.dharmic.launcher.instance.Guarded;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;

/** What would make a start fail half-way and obscurely: found out before, said in one line. */
final class Preflight {

    /** A cold start writes about 40 MB of cache; the journal needs room to accept mail. */
    static final long MIN_FREE_BYTES = 64L << 20;

    private Preflight() {}

    static void check(Layout layout) throws StartFailure {
        checkWriters(layout);
        checkSpace(layout.data(), usable(layout.data()));
        checkPort(layout.etc().resolve("org.apache.karaf.shell.cfg"));
    }

    /** What runs is decided by these three: nobody else may write them. */
    static void checkWriters(Layout layout) throws StartFailure {
        List<String> problems;
        try {
            problems = Guarded.forThisProcess()
                    .problems(List.of(
                            layout.etc(), layout.startList(), layout.base().resolve("deploy")));
        } catch (IOException e) {
            throw new StartFailure("The folder for temporary files cannot be used: " + Reason.of(e), e);
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join("; ", problems));
        }
    }

    private static long usable(Path folder) throws StartFailure {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new StartFailure(folder + " cannot be used: " + Reason.of(e), e);
        }
    }

    static void checkSpace(Path folder, long usable) throws StartFailure {
        if (usable < MIN_FREE_BYTES) {
            throw new StartFailure("The disk under " + folder + " is full: " + (usable >> 20) + " MB free, "
                    + (MIN_FREE_BYTES >> 20) + " MB needed");
        }
    }

    private static void checkPort(Path shellConfiguration) throws StartFailure {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(shellConfiguration, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new StartFailure(shellConfiguration + " cannot be read: " + Reason.of(e), e);
        }
        String host = properties.getProperty("sshHost", "127.0.0.1").strip();
        String port = properties.getProperty("sshPort", "8101").strip();
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new StartFailure("sshPort must be 0 to 65535, was " + port + " (" + shellConfiguration + ")");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)));
        } catch (IOException e) {
            throw new StartFailure("Port " + port + " on " + host
                    + " is taken by another program; choose another sshPort in " + shellConfiguration);
        }
    }
}
