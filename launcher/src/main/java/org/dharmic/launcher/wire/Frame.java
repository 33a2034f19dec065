package org.dharmic.launcher.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * One piece of a conversation: a kind, a length, bytes. The client may say in which {@link Kind#FOLDER} it was called, sends
 * one {@link Kind#SCRIPT} and keeps its end open for as long as it wants the answer; the container sends output as it comes and ends with {@link Kind#EXIT}, one byte.
 *
 * <p>Frames go over channels: the streams that the JDK makes of one socket channel share a lock until JDK 19, so that a
 * waiting reader blocks every writer.
 */
public record Frame(Kind kind, byte[] bytes) {

    /** A script of this size is a mistake; output is cut into pieces much smaller. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int HEADER = 1 + Integer.BYTES;

    public enum Kind {
        FOLDER('f'),
        SCRIPT('s'),
        OUT('o'),
        ERR('e'),
        EXIT('x');

        private final byte tag;

        Kind(char tag) {
            this.tag = (byte) tag;
        }

        private static Kind of(byte tag) throws IOException {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IOException("Not a frame: tag " + tag);
        }
    }

    /** @throws EOFException when the other end has left */
    public static Frame read(ReadableByteChannel in) throws IOException {
        ByteBuffer header = fill(in, HEADER);
        Kind kind = Kind.of(header.get());
        int length = header.getInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("A frame holds 0 to " + MAX_BYTES + " bytes, was " + length);
        }
        return new Frame(kind, fill(in, length).array());
    }

    private static ByteBuffer fill(ReadableByteChannel in, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new EOFException("The other end has left");
            }
        }
        return buffer.flip();
    }

    public void write(WritableByteChannel out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + bytes.length);
        buffer.put(kind.tag).putInt(bytes.length).put(bytes).flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
