package org.dharmic.vault.lucene.folder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dharmic.vault.VaultException;

/** Named parts of the vault, each a list of folders (or files) relative to it. */
public record Scopes(Map<String, List<String>> folders) {

    /** The scope without a limit. */
    public static final String ALL = "all";
    /** The scope of whoever may see nothing. */
    static final String NONE = "none";

    /** No path holds a NUL. */
    private static final List<String> NOWHERE = List.of("\0");

    public Scopes {
        folders = Map.copyOf(folders);
    }

    /**
     * Reads {@code name=folder1|folder2, other=folder3}.
     *
     * @throws IllegalArgumentException when an entry has no name or no folder, or the name is one of the two built in, or repeated
     */
    public static Scopes parse(String text) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String entry : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            String name = equals < 0 ? "" : entry.substring(0, equals).strip();
            List<String> paths = equals < 0
                    ? List.of()
                    : Arrays.stream(entry.substring(equals + 1).split("\\|"))
                            .map(Scopes::clean)
                            .filter(path -> !path.isEmpty())
                            .toList();
            if (name.isEmpty() || paths.isEmpty()) {
                throw new IllegalArgumentException(
                        "scopes must be name=folder1|folder2 separated by commas, was '" + entry.strip() + "'");
            }
            if (name.equals(ALL) || name.equals(NONE)) {
                throw new IllegalArgumentException(
                        "scopes must not define '" + ALL + "', which is the whole vault, or '" + NONE + "'");
            }
            if (found.putIfAbsent(name, paths) != null) {
                throw new IllegalArgumentException(
                        "scopes must name each scope once, '" + name + "' stands there twice");
            }
        }
        return new Scopes(found);
    }

    /**
     * The folders of a scope; empty means no limit.
     *
     * @throws VaultException when there is no such scope: what is not defined shows nothing
     */
    public List<String> of(String name) {
        if (name.equals(ALL)) {
            return List.of();
        }
        if (name.equals(NONE)) {
            return NOWHERE;
        }
        List<String> paths = folders.get(name);
        if (paths == null) {
            throw new VaultException("there is no vault scope '" + name + "'; known are " + ALL + ", " + NONE
                    + (folders.isEmpty() ? "" : ", " + String.join(", ", new TreeSet<>(folders.keySet())))
                    + " (scopes in " + VaultFolder.CONFIGURED_IN + ")");
        }
        return paths;
    }

    /** @param folders of a scope */
    public static boolean isUnder(String path, List<String> folders) {
        return folders.isEmpty() || folders.stream().anyMatch(each -> VaultFolder.isBelow(path, each));
    }

    private static String clean(String path) {
        String cleaned = path.strip().replaceAll("/{2,}", "/");
        cleaned = cleaned.startsWith("/") ? cleaned.substring(1) : cleaned;
        return cleaned.endsWith("/") ? cleaned.substring(0, cleaned.length() - 1) : cleaned;
    }
}
