package org.dharmic.vault.lucene.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.dharmic.vault.VaultProblem;

/** Says of what was left out why, as it is now: whoever has mended a file sees that at once. */
public final class Problems {

    /** Stands for bytes that are none in the encoding of names. */
    private static final char NO_CHARACTER = '\uFFFD';

    private final VaultFolder folder;

    public Problems(VaultFolder folder) {
        this.folder = folder;
    }

    public List<VaultProblem> of(List<String> paths, int most) {
        return paths.stream()
                .limit(most)
                .map(path -> new VaultProblem(path, why(path)))
                .toList();
    }

    private String why(String path) {
        try {
            Path file = folder.root().resolve(path);
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                return "is a symbolic link";
            }
            if (attributes.isDirectory()) {
                return Files.isReadable(file) && Files.isExecutable(file)
                        ? "can be read now"
                        : "is a folder that may not be read by this process";
            }
            folder.read(path);
            return "can be read now";
        } catch (Unreadable e) {
            return e.getMessage();
        } catch (AccessDeniedException e) {
            return "may not be read by this process";
        } catch (NoSuchFileException e) {
            // What the name's bytes are is lost once it is a text, and nothing can be opened by it.
            return path.indexOf(NO_CHARACTER) < 0 ? "is no longer there" : "has a name that is not UTF-8: rename it";
        } catch (InvalidPathException e) {
            return "has a name that cannot be written";
        } catch (IOException e) {
            return "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
    }
}
