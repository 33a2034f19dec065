package org.dharmic.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The archive, unpacked once for all tests; instances have folders of their own. */
final class Distribution {

    private static Path home;

    private Distribution() {}

    static synchronized Path home() throws IOException, InterruptedException {
        if (home == null) {
            Path folder = Files.createDirectories(Path.of(System.getProperty("distribution.folder")));
            Process tar = new ProcessBuilder(List.of(
                            "tar",
                            "-xzf",
                            System.getProperty("distribution"),
                            "-C",
                            folder.toString(),
                            "--strip-components=1"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(tar.getInputStream().readAllBytes());
            if (tar.waitFor() != 0) {
                throw new IOException("the archive could not be unpacked: " + said);
            }
            home = folder;
        }
        return home;
    }
}
