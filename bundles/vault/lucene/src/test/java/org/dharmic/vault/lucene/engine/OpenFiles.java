package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open or mapped; nothing where the system does not tell. */
public final class OpenFiles {

    private OpenFiles() {}

    public static List<String> below(Path folder) {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(descriptors);
                Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            return Stream.concat(open.map(OpenFiles::target), mapped)
                    .filter(line -> line.contains(folder.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
