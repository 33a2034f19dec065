package org.dharmic.vault.lucene.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.dharmic.support.files.PrivateFiles;

/**
 * Puts a new file into a folder below a root, whole or not at all, and never in the place of another.
 *
 * <p>The text is written under a random name, forced, and then given its own name by a hard link, which fails when the name is
 * taken. The folder is opened from the root downwards and no step follows a symbolic link. The link is made by path; were a
 * folder exchanged for a link at that moment, the random name would not be found where it leads, and nothing is written there.
 */
final class Filing {

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private interface Use {
        void in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    private final Path root;

    /** @param root the real path of the vault */
    Filing(Path root) {
        this.root = root;
    }

    /**
     * Makes what is missing of a folder.
     *
     * @throws IOException also when a part of it is a link or no folder
     */
    Path folder(String relative) throws IOException {
        Path folder = root;
        for (String part : relative.split("/")) {
            folder = folder.resolve(part);
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // There before, or made by another writer just now.
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(relative + " is reached through a link, or is no folder", e);
                }
            }
        }
        requireReal(folder);
        return folder;
    }

    private static void requireReal(Path folder) throws IOException {
        if (!folder.toRealPath().equals(folder)) {
            throw new IOException(folder + " is reached through a symbolic link");
        }
    }

    /**
     * Writes a new file.
     *
     * @throws FileAlreadyExistsException when the name is taken, by whatever it is
     */
    void create(Path folder, String name, byte[] content) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (top instanceof SecureDirectoryStream<Path> secure) {
                below(secure, root.relativize(folder), 0, inside -> createIn(inside, folder, name, content));
            } else {
                createByPath(folder, name, content);
            }
        }
        PrivateFiles.forceFolder(folder);
    }

    private void below(SecureDirectoryStream<Path> folder, Path path, int depth, Use use) throws IOException {
        if (depth == path.getNameCount()) {
            use.in(folder);
            return;
        }
        try (SecureDirectoryStream<Path> next =
                folder.newDirectoryStream(path.getName(depth), LinkOption.NOFOLLOW_LINKS)) {
            below(next, path, depth + 1, use);
        }
    }

    private static void createIn(SecureDirectoryStream<Path> inside, Path folder, String name, byte[] content)
            throws IOException {
        Path temporary = temporary(folder);
        try {
            try (SeekableByteChannel channel = inside.newByteChannel(temporary, NEW, PrivateFiles.fileMode())) {
                write(channel, content);
            }
            Files.createLink(folder.resolve(name), folder.resolve(temporary));
        } finally {
            try {
                inside.deleteFile(temporary);
            } catch (NoSuchFileException e) {
                // It was never made: the failure that ended this says why.
            }
        }
    }

    /** For platforms without {@code openat}: the real path has to be the path itself, before and after writing. */
    private static void createByPath(Path folder, String name, byte[] content) throws IOException {
        requireReal(folder);
        Path temporary = folder.resolve(temporary(folder));
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(temporary, NEW, PrivateFiles.fileMode())) {
                write(channel, content);
            }
            requireReal(folder);
            Files.createLink(folder.resolve(name), temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Hidden, so that nobody indexes it. */
    private static Path temporary(Path folder) {
        return folder.getFileSystem().getPath(".writing-" + UUID.randomUUID() + ".tmp");
    }

    private static void write(SeekableByteChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (channel instanceof FileChannel file) {
            file.force(true);
        }
    }
}
