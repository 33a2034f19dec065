package org.dharmic.mail.imap.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** The bytes of a mail, which end with a failure when too much work has gone into them. */
final class Metered extends FilterInputStream {

    private final LongSupplier cpu;
    private final long end;
    private boolean spent;

    Metered(InputStream bytes, LongSupplier cpu, long cpuNanos) {
        super(bytes);
        this.cpu = cpu;
        this.end = cpu.getAsLong() + cpuNanos;
    }

    boolean isSpent() {
        return spent;
    }

    void check() throws IOException {
        if (cpu.getAsLong() - end > 0) {
            spent = true;
            throw new IOException("takes too long to read");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        check();
        return super.read(buffer, offset, length);
    }
}
