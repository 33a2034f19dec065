package org.dharmic.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses a process listens on, as Linux tells them (proc(5), /proc/net/tcp). */
final class ListeningSockets {

    private static final String LISTEN = "0A";

    /** 127.0.0.1 as itself, as an IPv6 address, and ::1; bytes of each word reversed. */
    private static final List<String> LOOPBACK =
            List.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    private ListeningSockets() {}

    /** @return address:port in hexadecimal for each */
    static List<String> of(long pid) throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table))) {
                String[] columns = line.strip().split("\\s+");
                if (LISTEN.equals(columns[3]) && own.contains("socket:[" + columns[9] + "]")) {
                    listening.add(columns[1]);
                }
            }
        }
        return listening;
    }

    static boolean isLoopback(String address) {
        return LOOPBACK.contains(address.split(":")[0]);
    }
}
