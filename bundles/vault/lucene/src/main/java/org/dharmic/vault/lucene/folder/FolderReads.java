package org.dharmic.vault.lucene.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some files of the vault one after the other, as the hits of a search are: every folder on the way to them is opened, and
 * compared with what is excluded, once. For one thread, and for so short a time that the folders stay what they were.
 */
public final class FolderReads implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderReads.class);

    /** Each takes a file descriptor or two; beyond it all are opened anew. */
    private static final int MAX_OPEN = 48;

    private final VaultFolder folder;
    private Path root;
    /** Only folders of the vault, by their paths; the root by the empty one. */
    private final Map<String, DirectoryStream<Path>> open = new HashMap<>();

    /** Opens nothing yet. */
    FolderReads(VaultFolder folder) {
        this.folder = folder;
    }

    /** Reads a whole file. */
    public VaultFolder.Content read(String path) throws IOException {
        return read(path, VaultFolder::whole);
    }

    /** Reads the bytes from {@code from} to before {@code to}; fewer when the file has become shorter. */
    public VaultFolder.Content read(String path, int from, int to) throws IOException {
        return read(path, (channel, attributes) -> VaultFolder.part(channel, attributes, from, to));
    }

    private <R> R read(String path, VaultFolder.Use<R> use) throws IOException {
        int slash = path.lastIndexOf('/');
        String parent = slash < 0 ? "" : path.substring(0, slash);
        if (slash > 0 && open.containsKey(parent)) {
            folder.checkIn(path);
        } else {
            folder.check(path);
        }
        if (open.size() > MAX_OPEN) {
            close();
        }
        Path relative = Path.of(path);
        DirectoryStream<Path> top = opened("");
        if (!(top instanceof SecureDirectoryStream<Path>)) {
            return folder.openChecked(root, relative, use);
        }
        return folder.openIn((SecureDirectoryStream<Path>) opened(parent), relative.getFileName(), use);
    }

    private DirectoryStream<Path> opened(String path) throws IOException {
        DirectoryStream<Path> known = open.get(path);
        if (known == null) {
            known = open(path);
            open.put(path, known);
        }
        return known;
    }

    /** From the folder above, without following a link. */
    private DirectoryStream<Path> open(String path) throws IOException {
        if (path.isEmpty()) {
            root = folder.root();
            return Files.newDirectoryStream(root);
        }
        int slash = path.lastIndexOf('/');
        var above = (SecureDirectoryStream<Path>) opened(slash < 0 ? "" : path.substring(0, slash));
        return above.newDirectoryStream(Path.of(path.substring(slash + 1)), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {
        for (DirectoryStream<Path> each : open.values()) {
            try {
                each.close();
            } catch (IOException e) {
                // What was read has been read, and the next reads open anew.
                LOG.debug("A folder of the vault was not closed properly", e);
            }
        }
        open.clear();
    }
}
