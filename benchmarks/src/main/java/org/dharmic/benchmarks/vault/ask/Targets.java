package org.dharmic.benchmarks.vault.ask;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which note a link means: by its way from the linking note, by its way from the vault, or by a name that is unique. */
final class Targets {

    private static final String AMBIGUOUS = "";

    private final Set<String> paths;
    private final Map<String, String> byStem = new HashMap<>();

    Targets(List<String> files) {
        paths = new HashSet<>(files);
        for (String path : files) {
            byStem.merge(stem(path), path, (one, other) -> AMBIGUOUS);
        }
    }

    /** @param from the note that has the link */
    Optional<String> resolve(String from, String target) {
        String decoded = decoded(target);
        String file = decoded.endsWith(".md") ? decoded : decoded + ".md";
        try {
            Path relative = Path.of(from).resolveSibling(file).normalize();
            if (paths.contains(relative.toString())) {
                return Optional.of(relative.toString());
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (paths.contains(file)) {
            return Optional.of(file);
        }
        return Optional.ofNullable(byStem.get(stem(file))).filter(path -> !path.equals(AMBIGUOUS));
    }

    /** File name without folder and ending, in small letters. */
    static String stem(String path) {
        String decoded = decoded(path);
        return decoded.substring(decoded.lastIndexOf('/') + 1)
                .replaceFirst("\\.md$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String decoded(String target) {
        try {
            return target.indexOf('%') < 0
                    ? target
                    : URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return target; // a percent sign that is none of an address
        }
    }
}
