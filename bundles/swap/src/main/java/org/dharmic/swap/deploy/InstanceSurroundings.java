package org.dharmic.swap.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dharmic.launcher.instance.Guarded;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.trust.Trust;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The running instance. */
final class InstanceSurroundings implements Surroundings {

    private final BundleContext context;
    private final Layout layout;
    private final Trust trust;
    private final Guarded guarded;

    InstanceSurroundings(BundleContext context, Layout layout, Trust trust) throws IOException {
        this.context = context;
        this.layout = layout;
        this.trust = trust;
        this.guarded = Guarded.forThisProcess();
    }

    @Override
    public List<String> refusals() {
        return trust.folderRefusals();
    }

    @Override
    public boolean trusts(int uid) {
        return guarded.trusts(uid);
    }

    /** An upgrade in place keeps the bundle's location, so the list's line is found by its artifact. */
    @Override
    public Optional<Path> listedJar(String symbolicName) {
        try {
            StartList list = StartList.read(layout.startList());
            for (Bundle bundle : context.getBundles()) {
                if (symbolicName.equals(bundle.getSymbolicName())
                        && bundle.getLocation().startsWith("mvn:")) {
                    String artifact = new StartList.Line(0, bundle.getLocation(), 1).artifact();
                    return list.lines().stream()
                            .filter(line -> line.artifact().equals(artifact))
                            .map(line -> layout.jar(line.repositoryPath()))
                            .filter(Files::isRegularFile)
                            .findFirst();
                }
            }
            return Optional.empty();
        } catch (StartFailure e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }
}
