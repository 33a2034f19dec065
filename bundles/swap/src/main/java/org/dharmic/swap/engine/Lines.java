package org.dharmic.swap.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.instance.StartListText;
import org.dharmic.swap.jar.BundleManifest;
import org.dharmic.swap.jar.UnusableJar;

/** The start list on disk, and which of its lines is that of which bundle. */
final class Lines {

    private final Layout layout;

    /** Of jars below {@code system/}, which never change: symbolic name and version, by location. */
    private final Map<String, Optional<BundleManifest>> manifests = new HashMap<>();

    Lines(Layout layout) {
        this.layout = layout;
    }

    StartListText read() throws StartFailure {
        try {
            return StartListText.of(
                    Files.readString(layout.startList()), layout.startList().toString());
        } catch (IOException e) {
            throw new StartFailure("The start list " + layout.startList() + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Durable on return: from now on the next start runs what it says. */
    void write(StartListText list) throws IOException {
        DurableFile.write(layout.startList(), list.content());
    }

    /** The line of a bundle: that of its location's artifact, or one whose jar has its symbolic name. */
    Optional<StartList.Line> of(Running bundle, StartList list) {
        Optional<StartList.Line> line = StartList.artifactOf(bundle.location()).flatMap(list::line);
        return line.isPresent()
                ? line
                : list.lines().stream()
                        .filter(each -> each.artifact().startsWith("local:"))
                        .filter(each -> manifest(each)
                                .filter(manifest -> manifest.symbolicName().equals(bundle.symbolicName()))
                                .isPresent())
                        .findFirst();
    }

    /** What the jar of a line says; empty when it cannot be read. */
    synchronized Optional<BundleManifest> manifest(StartList.Line line) {
        Optional<BundleManifest> known = manifests.get(line.location());
        if (known == null) {
            known = readManifest(layout.jar(line.repositoryPath()));
            if (known.isPresent()) {
                manifests.put(line.location(), known);
            }
        }
        return known;
    }

    private static Optional<BundleManifest> readManifest(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return Optional.empty();
            }
            Map<String, String> headers = new HashMap<>();
            manifest.getMainAttributes().forEach((key, value) -> headers.put(key.toString(), value.toString()));
            return Optional.of(BundleManifest.of(headers, path.toString()));
        } catch (IOException | UnusableJar e) {
            // A line without a readable jar has no bundle either; the overview says so.
            return Optional.empty();
        }
    }

    /** Whether an artifact came with the distribution. */
    boolean isShipped(String artifact) {
        for (Path file : List.of(layout.home().resolve(Layout.START_LIST), layout.takenOver())) {
            if (!file.equals(layout.startList()) && Files.exists(file)) {
                try {
                    return StartList.read(file).line(artifact).isPresent();
                } catch (StartFailure e) {
                    return true; // not known: then it is treated like one of the distribution
                }
            }
        }
        return !artifact.startsWith("local:");
    }
}
