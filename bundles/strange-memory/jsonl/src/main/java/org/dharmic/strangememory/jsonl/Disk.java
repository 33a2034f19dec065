package org.dharmic.strangememory.jsonl;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dharmic.support.files.PrivateFiles;

/** What is done to a file; an interface so that a test can let each call fail. */
interface Disk {

    /** Appends and forces; the file and its folder are made when they are missing. */
    void append(Path file, byte[] bytes) throws IOException;

    /** Cuts the file off at a size and forces it. */
    void truncate(Path file, long size) throws IOException;

    /**
     * The disk of this machine. Opens the file for each call, so that nothing is left open by a component that leaves, and
     * uses no channel, which an interrupt of the caller would close half-way. The system appends, wherever the end is when it
     * does: a call that hung for minutes overwrites nothing that a successor wrote meanwhile.
     */
    Disk REAL = new Disk() {
        @Override
        public void append(Path file, byte[] bytes) throws IOException {
            if (!Files.exists(file)) {
                create(file);
            }
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write(bytes);
                out.getFD().sync();
            }
        }

        /** Forcing a folder needs a channel: an interrupt of the caller waits until that is done. */
        private void create(Path file) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                Path folder = file.toAbsolutePath().getParent();
                PrivateFiles.folder(folder);
                Files.createFile(file, PrivateFiles.fileMode());
                PrivateFiles.forceFolder(folder);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void truncate(Path file, long size) throws IOException {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(size);
                out.getFD().sync();
            }
        }
    };
}
