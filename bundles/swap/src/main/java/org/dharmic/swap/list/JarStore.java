package org.dharmic.swap.list;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.swap.jar.JarReader;
import org.dharmic.swap.jar.RevisionJar;

/** The jars below {@code system/}: what the start list's lines lead to. */
public final class JarStore {

    private final Layout layout;
    private final Path stored;

    /** @param stored the list of what this store put there; only that is ever removed */
    public JarStore(Layout layout, Path stored) {
        this.layout = layout;
        this.stored = stored;
    }

    /** Where the jar of a location lies or would lie. */
    public Path jar(String location) {
        return layout.jar(path(location));
    }

    private static String path(String location) {
        return new StartList.Line(0, location, 1).repositoryPath();
    }

    /** Why this jar cannot be stored there: another file has its name. Nothing is ever overwritten. */
    public Optional<String> refusal(String location, RevisionJar jar) throws IOException {
        Path present = jar(location);
        if (!Files.exists(present) || JarReader.sha256(present).equals(jar.sha256())) {
            return Optional.empty();
        }
        return Optional.of(jar.title() + ": another jar of the same version is stored already (" + present
                + "); give the new content a higher Bundle-Version");
    }

    /** Durable on return; the same content may be there already. */
    public void store(String location, RevisionJar jar) throws IOException {
        Optional<String> refusal = refusal(location, jar);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        if (Files.exists(jar(location))) {
            return;
        }
        Path target = layout.base().resolve("system").resolve(path(location));
        makeFolders(target.getParent());
        Path temporary = Files.createTempFile(target.getParent(), ".", ".tmp", PrivateFiles.fileMode());
        try {
            try (InputStream in = Files.newInputStream(jar.file());
                    FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                in.transferTo(Channels.newOutputStream(out));
                out.force(true);
            }
            remember(path(location));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        DurableFile.syncFolder(target.getParent());
    }

    /** A folder is durable when the one that holds it has been forced. */
    private static void makeFolders(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path each = folder; !Files.isDirectory(each); each = each.getParent()) {
            missing.add(0, each);
        }
        PrivateFiles.folder(folder);
        for (Path each : missing) {
            DurableFile.syncFolder(each.getParent());
        }
    }

    private void remember(String path) throws IOException {
        Set<String> paths = paths();
        if (paths.add(path)) {
            write(paths);
        }
    }

    private void write(Set<String> paths) throws IOException {
        PrivateFiles.replace(stored, String.join("\n", paths) + "\n");
    }

    private Set<String> paths() throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        if (Files.exists(stored)) {
            Files.readAllLines(stored, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(paths::add);
        }
        return paths;
    }

    /** Removes what was stored here once and none of these locations leads to. Returns the removed files. */
    public List<Path> retain(Set<String> locations) throws IOException {
        Set<String> needed = new LinkedHashSet<>();
        locations.forEach(location -> needed.add(path(location)));
        Set<String> paths = paths();
        List<Path> removed = new ArrayList<>();
        for (String path : Set.copyOf(paths)) {
            if (!needed.contains(path)) {
                Path jar = layout.base().resolve("system").resolve(path);
                if (Files.deleteIfExists(jar)) {
                    removed.add(jar);
                    deleteIfEmpty(jar.getParent());
                }
                paths.remove(path);
            }
        }
        if (!removed.isEmpty()) {
            write(paths);
        }
        return removed;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            if (files.iterator().hasNext()) {
                return;
            }
        }
        Files.delete(folder);
    }
}
