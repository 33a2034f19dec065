package org.dharmic.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.dharmic.launcher.wire.Frame;

/** An output stream whose bytes travel as frames of one kind; a line travels when it is complete. */
final class FrameStream extends OutputStream {

    private final Frame.Kind kind;
    private final WritableByteChannel wire;
    private final byte[] buffer = new byte[8192];
    private int used;

    /** @param wire shared by all streams of a conversation, and their lock */
    FrameStream(Frame.Kind kind, WritableByteChannel wire) {
        this.kind = kind;
        this.wire = wire;
    }

    @Override
    public void write(int value) throws IOException {
        synchronized (wire) {
            buffer[used++] = (byte) value;
            if (used == buffer.length || value == '\n') {
                flush();
            }
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (wire) {
            for (int from = offset, left = length; left > 0; ) {
                int part = Math.min(left, buffer.length - used);
                System.arraycopy(bytes, from, buffer, used, part);
                used += part;
                from += part;
                left -= part;
                if (used == buffer.length) {
                    flush();
                }
            }
            if (holdsLineEnd(bytes, offset, length)) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (wire) {
            if (used > 0) {
                new Frame(kind, Arrays.copyOf(buffer, used)).write(wire);
                used = 0;
            }
        }
    }

    private static boolean holdsLineEnd(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
