package org.dharmic.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** Makes an instance's folders, and, the first time, its {@code etc} from the distribution's. */
final class Instance {

    /** The framework's own files stay with the distribution: an upgrade replaces them. */
    private static final Set<String> STAY = Set.of(
            "config.properties",
            "dharmic.properties",
            "jre.properties",
            "system.properties",
            "distribution.info",
            "org.apache.karaf.features.xml");

    private final Layout layout;

    Instance(Layout layout) {
        this.layout = layout;
    }

    void prepare() throws StartFailure {
        try {
            for (Path folder : List.of(
                    layout.base(),
                    layout.etc(),
                    layout.base().resolve("deploy"),
                    layout.data(),
                    layout.dharmic(),
                    layout.log(),
                    layout.tmp(),
                    layout.classes())) {
                DurableFile.createFolder(folder);
            }
            takeOverEtc();
            ConsoleKey.ensure(layout);
        } catch (IOException e) {
            throw new StartFailure("The instance " + layout.base() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * A first start copies the distribution's {@code etc}. After an upgrade of the distribution, files that are new come
     * along and nothing of the user's is overwritten; the start list follows the distribution's but for what the user or an
     * upgrade of a bundle has changed in it.
     */
    private void takeOverEtc() throws IOException, StartFailure {
        Path source = layout.home().resolve("etc");
        if (source.equals(layout.etc())) {
            if (!Files.exists(layout.startList())) {
                throw new StartFailure("The start list " + layout.startList()
                        + " is missing; take it from the distribution's archive");
            }
            return;
        }
        String shipped = Files.readString(source.resolve("startup.properties"));
        String list = shipped;
        if (Files.exists(layout.startList())) {
            String own = Files.readString(layout.startList());
            String before = Files.exists(layout.takenOver()) ? Files.readString(layout.takenOver()) : "";
            if (shipped.equals(before)) {
                return;
            }
            list = own.equals(before) ? shipped : StartListMerge.merge(own, before, shipped);
        }
        copyMissing(source);
        // These two last, and in this order: they say that the rest is there.
        DurableFile.write(layout.startList(), list);
        DurableFile.write(layout.takenOver(), shipped);
    }

    private void copyMissing(Path source) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(source)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = source.relativize(file).toString();
            Path target = layout.etc().resolve(name);
            if (!STAY.contains(name) && !name.equals("startup.properties") && !Files.exists(target)) {
                DurableFile.createFolder(target.getParent());
                DurableFile.copy(file, target);
            }
        }
    }
}
