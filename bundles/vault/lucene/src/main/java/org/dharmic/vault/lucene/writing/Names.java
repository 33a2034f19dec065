package org.dharmic.vault.lucene.writing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names of new files and folders: such as every system can have, and no listing hides. */
final class Names {

    /** File systems allow 255 bytes; a time stamp may be added. */
    private static final int MOST_BYTES = 200;

    private static final String ODD = "/\\:*?\"<>|";

    private Names() {}

    static boolean isName(String name) {
        return !name.isBlank()
                && name.equals(name.strip())
                && !name.startsWith(".")
                && !name.endsWith(".")
                && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.codePoints().allMatch(Names::isPlain);
    }

    private static boolean isPlain(int c) {
        return ODD.indexOf(c) < 0 && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
    }

    static boolean isFolder(String folder) {
        return folder.length() <= 1000 && Arrays.stream(folder.split("/", -1)).allMatch(Names::isName);
    }
}
