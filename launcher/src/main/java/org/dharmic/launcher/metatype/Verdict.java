package org.dharmic.launcher.metatype;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What config-guard decided about a set, in the form it leaves in a file for {@code ./dharmic config}. It names the set by
 * a digest of each value, so that the reader knows which of its keys it is about, and shows no value.
 *
 * @param digests of the values, by key
 * @param problems empty when the set is in force
 */
public record Verdict(Map<String, String> digests, List<Problem> problems) {

    /** How the file is named: the set's PID, made safe for a file name, and this. */
    public static final String SUFFIX = ".verdict";

    private static final String HEAD = "# dharmic configuration verdict 1\n";

    public Verdict {
        digests = Map.copyOf(digests);
        problems = List.copyOf(problems);
    }

    public static Verdict of(Map<String, ?> set, List<Problem> problems) {
        Map<String, String> digests = new TreeMap<>();
        set.forEach((key, value) -> digests.put(key, digest(key, value)));
        return new Verdict(digests, problems);
    }

    /** Whether it is about the very set that a file holds. What was interpolated on the way is not compared. */
    public boolean isAbout(Map<String, String> file) {
        return digests.keySet().equals(file.keySet())
                && file.entrySet().stream()
                        .allMatch(each -> SetCheck.isPlaceholder(each.getValue())
                                || digests.get(each.getKey()).equals(digest(each.getKey(), each.getValue())));
    }

    /** The text form; ends with a line that says that it is whole. */
    public String text() {
        StringBuilder text = new StringBuilder(HEAD);
        new TreeMap<>(digests).forEach((key, digest) -> text.append("key\t")
                .append(StoredSet.escape(key))
                .append('\t')
                .append(digest)
                .append('\n'));
        for (Problem problem : problems) {
            text.append("problem\t").append(StoredSet.escape(problem.key())).append('\t');
            text.append(StoredSet.escape(problem.value())).append('\t');
            text.append(StoredSet.escape(problem.expected())).append('\n');
        }
        return text.append("end\n").toString();
    }

    /** @throws IOException when the text is not a whole one of {@link #text} */
    public static Verdict parse(String text) throws IOException {
        if (!text.startsWith(HEAD) || !text.endsWith("\nend\n")) {
            throw new IOException("not a whole verdict");
        }
        Map<String, String> digests = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String line : text.substring(HEAD.length()).split("\n")) {
            String[] parts = line.split("\t", 4);
            if (parts[0].equals("key") && parts.length == 3) {
                digests.put(StoredSet.unescape(parts[1]), parts[2]);
            } else if (parts[0].equals("problem") && parts.length == 4) {
                problems.add(new Problem(
                        StoredSet.unescape(parts[1]), StoredSet.unescape(parts[2]), StoredSet.unescape(parts[3])));
            }
        }
        return new Verdict(digests, problems);
    }

    private static String digest(String key, Object value) {
        try {
            byte[] bytes = (key + '\n' + SetCheck.text(value)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
