package org.dharmic.swap.sources;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The path of a jar; a relative one begins at the instance's folder. */
public final class FileSource implements Sources {

    private final Path base;

    public FileSource(Path base) {
        this.base = base;
    }

    @Override
    public List<Path> resolve(String argument) throws UnknownSource {
        try {
            Path file = base.resolve(argument.startsWith("file:") ? argument.substring(5) : argument)
                    .normalize();
            if (Files.isRegularFile(file)) {
                return List.of(file);
            }
            throw new UnknownSource("there is no file " + file);
        } catch (InvalidPathException e) {
            throw new UnknownSource("'" + argument + "' is no path: " + e.getReason(), e);
        }
    }
}
