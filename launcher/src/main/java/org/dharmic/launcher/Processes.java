package org.dharmic.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What the JDK's process handles leave open on Linux. */
final class Processes {

    /** USER_HZ, the unit of times in /proc, is 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int STATE = 0;
    private static final int START_TIME = 19;

    private Processes() {}

    /** A process that ended but was not yet collected by its parent counts as ended. */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !"Z".equals(stat(process.pid(), STATE));
    }

    /**
     * Since when this process exists. The JDK knows it to the second only, because it adds the boot time of the machine in
     * whole seconds.
     */
    static Duration age() {
        String ticks = stat(ProcessHandle.current().pid(), START_TIME);
        if (!ticks.isEmpty()) {
            try {
                double uptime = Double.parseDouble(
                        Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
                return Duration.ofMillis(Math.round(uptime * 1000) - Long.parseLong(ticks) * MILLIS_PER_TICK);
            } catch (IOException | NumberFormatException e) {
                return sinceStartInstant();
            }
        }
        return sinceStartInstant();
    }

    private static Duration sinceStartInstant() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }

    /** A field of /proc/PID/stat counted from after the command's name, which may hold spaces; empty where there is none. */
    private static String stat(long pid, int field) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ")[field];
        } catch (IOException | IndexOutOfBoundsException e) {
            return "";
        }
    }
}
