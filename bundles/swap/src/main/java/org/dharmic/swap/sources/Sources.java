package org.dharmic.swap.sources;

import java.nio.file.Path;
import java.util.List;

/** Finds the jars that an argument of a command stands for. Looks at this machine only. */
public interface Sources {

    /**
     * The jars, each once, in the order in which they are named; each is a file that can be read. Never empty.
     *
     * @param argument a path, a {@code file:} or {@code mvn:} address, or a feature
     * @param folder where relative paths begin
     * @throws UnknownSource when it stands for nothing here; the message says where was looked
     */
    List<Path> resolve(String argument, Path folder) throws UnknownSource;

    /** Whether the argument names a feature: of its jars those are wanted that are new or newer than what runs. */
    boolean isFeature(String argument, Path folder);
}
