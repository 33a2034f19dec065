package org.dharmic.strangememory.jsonl;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file from the first to the last, one in memory at a time. */
final class ForwardLines implements Closeable {

    /**
     * A line.
     *
     * @param bytes its bytes without the line feed; empty when it is longer than {@link EntryFormat#MAX_LINE}
     */
    record Line(Optional<byte[]> bytes) {
        boolean isBlank() {
            return bytes.isPresent() && EntryFormat.isBlank(bytes.get());
        }
    }

    private final InputStream in;
    private long left;

    /** @param end bytes from there on are not looked at */
    ForwardLines(Path file, long end) throws IOException {
        this.in = new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16);
        this.left = end;
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        if (left <= 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long length = 0;
        while (left > 0) {
            int b = in.read();
            left--;
            if (b < 0 || b == '\n') {
                break;
            }
            if (++length <= EntryFormat.MAX_LINE) {
                line.write(b);
            }
        }
        return Optional.of(
                new Line(length > EntryFormat.MAX_LINE ? Optional.empty() : Optional.of(line.toByteArray())));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
