package org.dharmic.launcher.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One piece of a conversation: a kind, a length, bytes. The client sends one {@link Kind#SCRIPT} and keeps its end open for
 * as long as it wants the answer; the container sends output as it comes and ends with {@link Kind#EXIT}, one byte.
 */
public record Frame(Kind kind, byte[] bytes) {

    /** A script of this size is a mistake; output is cut into pieces much smaller. */
    public static final int MAX_BYTES = 1 << 20;

    public enum Kind {
        SCRIPT('s'),
        OUT('o'),
        ERR('e'),
        EXIT('x');

        private final char tag;

        Kind(char tag) {
            this.tag = tag;
        }

        private static Kind of(int tag) throws IOException {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IOException("Not a frame: tag " + tag);
        }
    }

    /** @throws java.io.EOFException when the other end has left */
    public static Frame read(DataInputStream in) throws IOException {
        Kind kind = Kind.of(in.readUnsignedByte());
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("A frame holds 0 to " + MAX_BYTES + " bytes, was " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Frame(kind, bytes);
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.tag);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }
}
