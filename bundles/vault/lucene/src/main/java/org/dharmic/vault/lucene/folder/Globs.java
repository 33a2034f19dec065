package org.dharmic.vault.lucene.folder;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.PatternSyntaxException;

/** Which files belong to the vault, by their paths relative to it. */
public final class Globs {

    /** Beyond it the folders that are known begin anew: some hundred kilobytes. */
    private static final int MAX_FOLDERS = 2_000;

    private final String include;
    private final String exclude;
    private final List<PathMatcher> included;
    private final List<PathMatcher> excluded;
    /** Whether a folder is excluded, by its path; a part of those that there are. */
    private final Map<String, Boolean> folders = new ConcurrentHashMap<>();

    private Globs(String include, String exclude) {
        this.include = include;
        this.exclude = exclude;
        this.included = matchers("include", include);
        this.excluded = matchers("exclude", exclude);
    }

    /** @throws IllegalArgumentException naming the glob that is none */
    public static Globs parse(String include, String exclude) {
        return new Globs(include.strip(), exclude.strip());
    }

    /** Whether a file belongs to the vault: included, and neither it nor a folder above it excluded. */
    public boolean admits(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (excludesOnTheWay(path.substring(0, slash))) {
                return false;
            }
        }
        return admitsIn(path);
    }

    /** Whether a file belongs to the vault when its folder does. */
    boolean admitsIn(String path) {
        Path asPath = Path.of(path);
        return !matches(excluded, asPath) && matches(included, asPath);
    }

    /** Whether a file or folder itself is excluded. */
    boolean excludes(String path) {
        return matches(excluded, Path.of(path));
    }

    /** The same of a folder on the way to a file: every search asks that again of the same few folders. */
    private boolean excludesOnTheWay(String folder) {
        Boolean known = folders.get(folder);
        if (known == null) {
            known = excludes(folder);
            if (folders.size() >= MAX_FOLDERS) {
                folders.clear();
            }
            folders.put(folder, known);
        }
        return known;
    }

    private static boolean matches(List<PathMatcher> matchers, Path asPath) {
        for (PathMatcher matcher : matchers) {
            if (matcher.matches(asPath)) {
                return true;
            }
        }
        return false;
    }

    private static List<PathMatcher> matchers(String key, String globs) {
        List<PathMatcher> matchers = new ArrayList<>();
        for (String glob : split(globs)) {
            try {
                matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
                if (glob.startsWith("**/")) {
                    // Java's ** wants at least one folder; people mean the vault's own folder too.
                    matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(3)));
                }
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        key + " must be globs separated by commas, was '" + glob + "' (" + VaultFolder.CONFIGURED_IN
                                + ")",
                        e);
            }
        }
        return matchers;
    }

    /** Splits at commas outside braces. */
    private static List<String> split(String globs) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= globs.length(); i++) {
            char c = i == globs.length() ? ',' : globs.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && (depth <= 0 || i == globs.length())) {
                String part = globs.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Globs globs && include.equals(globs.include) && exclude.equals(globs.exclude);
    }

    @Override
    public int hashCode() {
        return Objects.hash(include, exclude);
    }

    @Override
    public String toString() {
        return include + (exclude.isEmpty() ? "" : " without " + exclude);
    }
}
