package org.dharmic.vault.lucene.writing;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What may be written, and where.
 *
 * @param folders in which and below which, relative to the vault
 * @param extension with its dot
 * @param readWithin how long ago the vault may have been read last; zero asks for no reading
 */
public record WriteSettings(
        boolean enabled, List<String> folders, String extension, int minChars, Duration readWithin, boolean critique) {

    public WriteSettings {
        folders = List.copyOf(folders);
    }

    /**
     * Reads the folders' list.
     *
     * @throws IllegalArgumentException for a folder that leads upwards, is absolute or hidden
     */
    public static List<String> folders(String text) {
        List<String> folders = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .toList();
        for (String folder : folders) {
            if (!Names.isFolder(folder)) {
                throw new IllegalArgumentException(
                        "write.folders must be folders relative to the vault separated by commas, was '" + folder
                                + "'");
            }
        }
        return folders;
    }

    /** @throws IllegalArgumentException for what is no extension */
    public static String extension(String text) {
        if (!text.matches("\\.[A-Za-z0-9]{1,10}")) {
            throw new IllegalArgumentException("write.extension must be like .md, was '" + text + "'");
        }
        return text;
    }

    boolean opens(String folder) {
        return folders.stream().anyMatch(each -> folder.equals(each) || folder.startsWith(each + "/"));
    }
}
