package org.dharmic.configguard;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look into the file that a set came from. */
final class CfgFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CfgFiles.class);

    private CfgFiles() {}

    /** Whether the file of this URL holds anything but comments; false when there is no such file. */
    static boolean hasKeys(String url) {
        if (!url.startsWith("file:")) {
            return false;
        }
        try {
            Path file = Path.of(URI.create(url));
            return Files.exists(file)
                    && Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .map(String::strip)
                            .anyMatch(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("!"));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} cannot be read: {}", url, e.toString());
            return false;
        }
    }
}
