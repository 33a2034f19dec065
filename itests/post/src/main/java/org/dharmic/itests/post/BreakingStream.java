package org.dharmic.itests.post;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.Socket;

/** What goes to a client, until the line breaks after so many bytes. */
final class BreakingStream extends FilterOutputStream {

    private final Socket socket;
    private long left;

    BreakingStream(Socket socket, long left) throws IOException {
        super(socket.getOutputStream());
        this.socket = socket;
        this.left = left;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, (int) Math.min(length, left));
        left -= length;
        if (left < 0) {
            socket.close();
            throw new IOException("cut");
        }
    }
}
