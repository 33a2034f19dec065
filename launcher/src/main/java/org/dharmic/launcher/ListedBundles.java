package org.dharmic.launcher;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartList;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Which bundle is that of a line. One that was upgraded in place keeps its old location, and one that was adopted from
 * elsewhere keeps a foreign one: then the jar of the line says which symbolic name and version to look for.
 */
final class ListedBundles {

    private final Layout layout;
    private final Map<String, Bundle> byLocation = new HashMap<>();
    private final Map<String, Bundle> bySymbolicName = new HashMap<>();

    ListedBundles(Layout layout, Bundle... bundles) {
        this.layout = layout;
        for (Bundle bundle : bundles) {
            byLocation.put(bundle.getLocation(), bundle);
            if (bundle.getSymbolicName() != null) {
                bySymbolicName.put(bundle.getSymbolicName(), bundle);
            }
        }
    }

    /** Empty when the line has no bundle, or one of another version. */
    Optional<Bundle> of(StartList.Line line) {
        Bundle exact = byLocation.get(line.location());
        if (exact != null) {
            return Optional.of(exact);
        }
        try (JarFile jar = new JarFile(layout.jar(line.repositoryPath()).toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? Optional.empty() : of(manifest.getMainAttributes());
        } catch (IOException | IllegalArgumentException e) {
            // No readable jar, or one whose version is none: then nothing that runs can have come from it.
            return Optional.empty();
        }
    }

    private Optional<Bundle> of(Attributes manifest) {
        String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        Version version = Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(bySymbolicName.get(name.split(";", 2)[0].strip()))
                        .filter(bundle -> bundle.getVersion().equals(version));
    }
}
