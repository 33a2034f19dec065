package org.dharmic.mail.imap.mailbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.dharmic.support.files.PrivateFiles;

/**
 * The right to answer one mailbox. Two accounts with the same one would both answer each mail. The Java machine keeps the locks
 * of files for all class loaders, so that this also holds between two revisions; it ends with whoever holds it.
 */
public final class Claim implements AutoCloseable {

    private final String name;
    private final FileChannel channel;

    private Claim(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * @param folder for the files, one for each mailbox that was ever claimed
     * @param name of the mailbox, as part of a file's name
     * @return empty while somebody else has it
     */
    public static Optional<Claim> take(Path folder, String name) throws IOException {
        PrivateFiles.folder(folder);
        Path file = folder.resolve("mailbox-" + name + ".claim");
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.fileMode());
        boolean claimed = false;
        try {
            FileLock lock = channel.tryLock();
            claimed = lock != null;
            return claimed ? Optional.of(new Claim(name, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // an account of this process
        } finally {
            if (!claimed) {
                channel.close();
            }
        }
    }

    public boolean isFor(String other) {
        return name.equals(other);
    }

    @Override
    public void close() throws IOException {
        channel.close(); // the lock goes with it
    }
}
