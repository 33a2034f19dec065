package org.dharmic.swap.list;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dharmic.support.files.PrivateFiles;

/**
 * The configuration files of some PIDs, {@code etc/<pid>.cfg} and {@code etc/<pid>-<name>.cfg}: kept before an exchange, put
 * back with it. A user's file is never lost: one that is replaced is kept beside.
 */
public final class ConfigurationFiles {

    private static final String SUFFIX = ".cfg";

    private final Path etc;

    public ConfigurationFiles(Path etc) {
        this.etc = etc;
    }

    /** Copies what is there now into a folder. */
    public void keep(Collection<String> pids, Path folder) throws IOException {
        PrivateFiles.folder(folder);
        for (String name : names(etc, pids)) {
            PrivateFiles.replace(folder.resolve(name), Files.readAllBytes(etc.resolve(name)));
        }
    }

    /**
     * Makes the files of these PIDs what they were.
     *
     * @param kept where {@link #keep} copied them to
     * @param aside where files go that have changed since, or were not there then
     * @return a sentence for each file that was changed
     */
    public List<String> restore(Collection<String> pids, Path kept, Path aside) throws IOException {
        List<String> done = new ArrayList<>();
        Set<String> names = new TreeSet<>(names(etc, pids));
        names.addAll(names(kept, pids));
        for (String name : names) {
            Path file = etc.resolve(name);
            byte[] now = content(file);
            byte[] then = content(kept.resolve(name));
            if (Arrays.equals(now, then)) {
                continue;
            }
            if (now != null) {
                PrivateFiles.folder(aside);
                PrivateFiles.replace(aside.resolve(name), now);
            }
            if (then != null) {
                PrivateFiles.replace(file, then);
                done.add("etc/" + name + " is again as it was"
                        + (now == null ? "" : "; what it said lies in " + aside.resolve(name)));
            } else {
                Files.delete(file);
                done.add("etc/" + name + " was not there then; it lies in " + aside.resolve(name));
            }
        }
        return done;
    }

    private static byte[] content(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Set<String> names(Path folder, Collection<String> pids) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .filter(name -> pids.stream()
                                .anyMatch(pid -> name.equals(pid + SUFFIX)
                                        || name.startsWith(pid + "-") && name.endsWith(SUFFIX)))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
