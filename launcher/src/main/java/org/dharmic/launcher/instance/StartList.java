package org.dharmic.launcher.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code etc/startup.properties}: which bundles run, and in what order. Lines read
 * {@code mvn\:org.dharmic/vault-lucene/1.1.0 = 80}; blank lines and those beginning with {@code #} or {@code !} do not count.
 *
 * @param lines in the order of the file
 * @param sha256 of the file's bytes, in hexadecimal; what {@code data/cache/cache.ok} must hold
 */
public record StartList(List<Line> lines, String sha256) {

    /**
     * @param number in the file, from 1
     * @param location of the bundle, {@code mvn:group/artifact/version[/type[/classifier]]}
     */
    public record Line(int number, String location, int level) {

        /** Where the jar lies in a folder laid out like a Maven repository. */
        public String repositoryPath() {
            String[] parts = location.substring("mvn:".length()).split("/");
            String type = parts.length > 3 ? parts[3] : "jar";
            String classifier = parts.length > 4 ? "-" + parts[4] : "";
            return parts[0].replace('.', '/')
                    + '/'
                    + parts[1]
                    + '/'
                    + parts[2]
                    + '/'
                    + parts[1]
                    + '-'
                    + parts[2]
                    + classifier
                    + '.'
                    + type;
        }

        /** Two lines of one artifact would be two revisions side by side. */
        public String artifact() {
            String[] parts = location.substring("mvn:".length()).split("/");
            return parts[0] + ':' + parts[1] + (parts.length > 4 ? ":" + parts[4] : "");
        }

        /** The version of the artifact; that of the bundle may be written differently. */
        public String version() {
            return location.split("/")[2];
        }

        /** The same artifact in another version. */
        public String locationOf(String version) {
            String[] parts = location.split("/");
            parts[2] = version;
            return String.join("/", parts);
        }
    }

    public StartList {
        lines = List.copyOf(lines);
    }

    /**
     * The artifact of a location, as {@link Line#artifact()}. A bundle that was upgraded in place keeps the location it was
     * installed with, while its line names the new version: the two have the artifact in common.
     *
     * @return empty when the location is none that a line may have
     */
    public static Optional<String> artifactOf(String location) {
        return isLocation(location) ? Optional.of(new Line(0, location, 1).artifact()) : Optional.empty();
    }

    private static boolean isLocation(String location) {
        return location.matches("mvn:[\\w.-]+(/[\\w.-]+){2,4}") && !location.contains("..");
    }

    /** The line of an artifact. */
    public Optional<Line> line(String artifact) {
        return lines.stream().filter(line -> line.artifact().equals(artifact)).findFirst();
    }

    public static StartList read(Path file) throws StartFailure {
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new StartFailure("The start list " + file + " cannot be read: " + Reason.of(e), e);
        }
    }

    public static StartList parse(byte[] content, String file) throws StartFailure {
        List<Line> lines = new ArrayList<>();
        Map<String, Line> seen = new HashMap<>();
        int number = 0;
        for (String raw : new String(content, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
            number++;
            String text = raw.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith("!")) {
                continue;
            }
            Line line = parse(text, number, file);
            Line twin = seen.putIfAbsent(line.artifact(), line);
            if (twin != null) {
                throw new StartFailure(file + " line " + number + ": " + line.artifact() + " is already on line "
                        + twin.number() + "; keep one of the two");
            }
            lines.add(line);
        }
        if (lines.isEmpty()) {
            throw new StartFailure(
                    file + " names no bundle; copy etc/startup.properties from the distribution to begin anew");
        }
        return new StartList(lines, sha256(content));
    }

    private static Line parse(String text, int number, String file) throws StartFailure {
        int equals = text.lastIndexOf('=');
        String location =
                (equals < 0 ? text : text.substring(0, equals)).strip().replace("\\:", ":");
        String level = equals < 0 ? "" : text.substring(equals + 1).strip();
        if (!isLocation(location) || !level.matches("[1-9]\\d{0,2}")) {
            throw new StartFailure(file + " line " + number
                    + ": expected mvn\\:group/artifact/version = start level (1 to 999), was: " + text);
        }
        return new Line(number, location, Integer.parseInt(level));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Before a cache is thrown away: everything it would be made from must be there. */
    public void requireJars(Layout layout) throws StartFailure {
        for (Line line : lines) {
            Path jar = layout.jar(line.repositoryPath());
            if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
                throw new StartFailure(layout.startList() + " line " + line.number() + " (" + line.location()
                        + "): its jar " + jar + " is missing or not readable; put it there or take the line out");
            }
        }
    }
}
