package org.dharmic.heartbeat.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dharmic.support.files.PrivateFiles;

/**
 * Which named times have had their turn. A time is claimed on disk before its practice runs: a crash may lose one run, a
 * restart or a clock set back never repeats one.
 *
 * <p>Times are those of the clock on the wall, so that the hour which a change of summer time brings twice counts once.
 * One line for each practice: {@code <name><TAB><floor><TAB><claimed time>...}; a time at or before the floor is past.
 * Used by one thread.
 */
final class Timetable {

    /** Covers a clock set back by a day for all that runs at most hourly. */
    static final int KEPT = 48;

    private static final class Claims {
        LocalDateTime floor;
        final TreeSet<LocalDateTime> times = new TreeSet<>();

        Claims(LocalDateTime floor) {
            this.floor = floor;
        }
    }

    private final Path file;
    private final Map<String, Claims> claims;

    /** @throws IOException when the file is there and cannot be read */
    Timetable(Path file) throws IOException {
        this.file = file;
        claims = read(file);
    }

    /**
     * Claims a named time for a practice; durable when it returns true.
     *
     * @param now a practice never seen before begins here, it does not make up for the past
     * @return false when the time had its turn
     */
    boolean claim(String practice, LocalDateTime named, LocalDateTime now) throws IOException {
        Claims known = claims.get(practice);
        if (known == null) {
            claims.put(practice, new Claims(now));
            write();
            return false;
        }
        if (!named.isAfter(known.floor) || !known.times.add(named)) {
            return false;
        }
        while (known.times.size() > KEPT) {
            known.floor = known.times.pollFirst();
        }
        write();
        return true;
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(claims).forEach((name, known) -> {
            text.append(name).append('\t').append(known.floor);
            known.times.forEach(time -> text.append('\t').append(time));
            text.append('\n');
        });
        PrivateFiles.replace(file, text.toString());
    }

    private static Map<String, Claims> read(Path file) throws IOException {
        Map<String, Claims> claims = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] parts = line.split("\t");
                Claims known = new Claims(LocalDateTime.parse(parts[1]));
                for (int i = 2; i < parts.length; i++) {
                    known.times.add(LocalDateTime.parse(parts[i]));
                }
                claims.put(parts[0], known);
            }
        } catch (NoSuchFileException e) {
            return claims;
        } catch (DateTimeParseException | IndexOutOfBoundsException e) {
            throw new IOException(file + " is no timetable: " + e.getMessage() + "; move it away to begin anew", e);
        }
        return claims;
    }
}
