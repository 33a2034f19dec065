package org.dharmic.launcher;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Drops terminal control sequences (ECMA-48: ESC [ … final byte, ESC ] … BEL or ESC \, and two-byte escapes), which some
 * commands print whether or not there is a terminal. Sequences may be cut anywhere between two writes.
 */
final class PlainText extends FilterOutputStream {

    private enum State {
        TEXT,
        ESCAPE,
        CONTROL,
        COMMAND,
        COMMAND_END
    }

    private static final int ESC = 0x1b;
    private static final int BEL = 0x07;

    private State state = State.TEXT;

    PlainText(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        int b = value & 0xff;
        switch (state) {
            case TEXT -> {
                if (b == ESC) {
                    state = State.ESCAPE;
                } else {
                    out.write(b);
                }
            }
            case ESCAPE -> state = b == '[' ? State.CONTROL : b == ']' ? State.COMMAND : State.TEXT;
            case CONTROL -> state = b >= 0x40 && b <= 0x7e ? State.TEXT : State.CONTROL;
            case COMMAND -> state = b == BEL ? State.TEXT : b == ESC ? State.COMMAND_END : State.COMMAND;
            case COMMAND_END -> state = State.TEXT;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }
}
