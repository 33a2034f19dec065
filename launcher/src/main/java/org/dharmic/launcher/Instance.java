package org.dharmic.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
                    layout.data(),
                    layout.dharmic(),
                    layout.log(),
                    layout.tmp(),
                    layout.classes())) {
                DurableFile.createFolder(folder);
            }
            if (!Files.exists(layout.startList())) {
                copyEtc();
            }
            ConsoleKey.ensure(layout);
        } catch (IOException e) {
            throw new StartFailure("The instance " + layout.base() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The start list is copied last: it says that the others are there. */
    private void copyEtc() throws IOException, StartFailure {
        Path source = layout.home().resolve("etc");
        if (source.equals(layout.etc())) {
            throw new StartFailure(
                    "The start list " + layout.startList() + " is missing; take it from the distribution's archive");
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(source)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path relative = source.relativize(file);
            Path target = layout.etc().resolve(relative);
            if (!STAY.contains(relative.toString())
                    && !relative.toString().equals("startup.properties")
                    && !Files.exists(target)) {
                DurableFile.createFolder(target.getParent());
                Files.copy(file, target);
            }
        }
        DurableFile.write(layout.startList(), Files.readString(source.resolve("startup.properties")));
    }
}
