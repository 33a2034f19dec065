package org.dharmic.benchmarks.vault.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A whole file with its title: what the engines that are compared with make their rows and documents from.
 *
 * @param title front matter, else first heading, else file name; found cheaply, for the time to build is measured
 */
record NoteFile(String path, String title, String text) {

    private static final int LOOK_AT = 4_000;

    static NoteFile read(Path vault, String path) throws IOException {
        String text = new String(Files.readAllBytes(vault.resolve(path)), StandardCharsets.UTF_8);
        return new NoteFile(path, title(path, text), text);
    }

    private static String title(String path, String text) {
        String head = text.substring(0, Math.min(text.length(), LOOK_AT));
        boolean front = head.startsWith("---");
        int dashes = 0;
        for (String line : head.split("\\R")) {
            dashes += line.equals("---") ? 1 : 0;
            if (front && dashes == 1 && line.startsWith("title:")) {
                return line.substring("title:".length()).strip();
            }
            if (line.startsWith("#") && !(front && dashes == 1)) {
                return line.replaceFirst("^#+", "").strip();
            }
        }
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.md$", "");
    }
}
