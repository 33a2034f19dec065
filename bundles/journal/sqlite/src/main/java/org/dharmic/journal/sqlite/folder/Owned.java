package org.dharmic.journal.sqlite.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import org.dharmic.journal.JournalException;
import org.dharmic.support.files.PrivateFiles;

/**
 * One journal per folder: a second process would void the leases of the first, and both would answer. The operating
 * system's lock decides and goes with the process; what the file says only tells others who holds it.
 */
public final class Owned implements AutoCloseable {

    private static final String NAME = "journal.lock";

    private final FileChannel channel;

    private Owned(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws JournalException when somebody else has the folder; the message says who */
    public static Owned take(Path folder) throws IOException {
        Path file = PrivateFiles.folder(folder).resolve(NAME);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.fileMode());
        boolean taken = false;
        try {
            taken = lock(channel) != null;
            if (!taken) {
                throw new JournalException("the journal in " + folder + " is in use by " + holder(file)
                        + ": stop that one, or give this one another folder");
            }
            ProcessHandle self = ProcessHandle.current();
            String sign = self.pid() + " "
                    + self.info().startInstant().map(Instant::toString).orElse("?") + "\n";
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(sign.getBytes(StandardCharsets.UTF_8)), 0);
            return new Owned(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process has it, by a journal that is still open
        }
    }

    private static String holder(Path file) throws IOException {
        String[] signed = Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", 2);
        return signed.length == 2
                ? "process " + signed[0] + ", running since " + signed[1]
                : "a process that did not sign";
    }

    /** Others may take the folder. The file stays: removing it could take it from under the next one. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
