package org.dharmic.strangememory.jsonl;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a file from the last to the first. Works on bytes: a line feed is never part of a longer UTF-8 character,
 * so no character is split, wherever a block begins.
 */
final class BackwardLines implements Closeable {

    /**
     * A line.
     *
     * @param start offset of its first byte
     * @param end offset after its last byte, without the line feed
     * @param bytes its bytes; empty when it is longer than {@link EntryFormat#MAX_LINE}
     * @param ended whether a line feed follows
     */
    record Line(long start, long end, Optional<byte[]> bytes, boolean ended) {}

    private static final int BLOCK = 1 << 16;

    private final RandomAccessFile file;
    private byte[] block = new byte[0];
    private long blockStart;
    private long end;

    /** @param end where to begin: bytes from there on are not looked at */
    BackwardLines(Path file, long end) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
        this.end = end;
    }

    /** The line before those already given; empty at the beginning of the file. */
    Optional<Line> previous() throws IOException {
        if (end == 0) {
            return Optional.empty();
        }
        boolean ended = byteAt(end - 1) == '\n';
        long lineEnd = ended ? end - 1 : end;
        long start = lineEnd;
        while (start > 0 && byteAt(start - 1) != '\n') {
            start--;
        }
        end = start;
        return Optional.of(new Line(start, lineEnd, bytes(start, lineEnd), ended));
    }

    private byte byteAt(long position) throws IOException {
        if (position < blockStart || position >= blockStart + block.length) {
            long from = Math.max(0, position + 1 - BLOCK);
            block = read(from, position + 1);
            blockStart = from;
        }
        return block[(int) (position - blockStart)];
    }

    private Optional<byte[]> bytes(long from, long to) throws IOException {
        if (to - from > EntryFormat.MAX_LINE) {
            return Optional.empty();
        }
        boolean inBlock = from >= blockStart && to <= blockStart + block.length;
        return Optional.of(
                inBlock
                        ? Arrays.copyOfRange(block, (int) (from - blockStart), (int) (to - blockStart))
                        : read(from, to));
    }

    private byte[] read(long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
