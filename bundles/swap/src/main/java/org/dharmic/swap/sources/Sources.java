package org.dharmic.swap.sources;

import java.nio.file.Path;
import java.util.List;

/** Finds the jars that somebody means by a word on the command line; looks at local files only. */
public interface Sources {

    /**
     * @param argument what was given, for example the path of a jar
     * @return existing files, at least one
     */
    List<Path> resolve(String argument) throws UnknownSource;
}
