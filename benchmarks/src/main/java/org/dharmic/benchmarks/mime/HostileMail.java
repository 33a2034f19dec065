package org.dharmic.benchmarks.mime;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A mail while it is written, a line or a thousand at a time. */
final class HostileMail implements AutoCloseable {

    /** A little less than what a mail may have by default, and a stored file. */
    static final long BIG = 24L << 20;

    /** What is written into it. */
    @FunctionalInterface
    interface Content {
        void write(HostileMail mail) throws IOException;
    }

    @FunctionalInterface
    interface Bytes {
        void write(OutputStream out) throws IOException;
    }

    private final OutputStream out;
    private long written;

    /** Begins a new file. */
    HostileMail(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        line("From: Mallory <mallory@example.net>").line("MIME-Version: 1.0");
    }

    HostileMail text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        written += bytes.length;
        return this;
    }

    HostileMail line(String line) throws IOException {
        return text(line + "\r\n");
    }

    HostileMail repeat(int times, String text) throws IOException {
        for (int i = 0; i < times; i++) {
            text(text);
        }
        return this;
    }

    /** Until the mail is as big as it may be. */
    HostileMail fill(String text) throws IOException {
        String much = text.repeat(Math.max(1, 4096 / text.length()));
        while (written < BIG) {
            text(much);
        }
        return this;
    }

    /** The last lines of a header, this one among them. */
    HostileMail type(String type) throws IOException {
        return line("Content-Type: " + type).line("");
    }

    /** As {@link #type}, of an encoded body. */
    HostileMail type(String type, String encoding) throws IOException {
        return line("Content-Type: " + type)
                .line("Content-Transfer-Encoding: " + encoding)
                .line("");
    }

    /** The header of a mail of parts. */
    HostileMail mixed() throws IOException {
        return mixed("b");
    }

    HostileMail mixed(String boundary) throws IOException {
        return type("multipart/mixed; boundary=" + boundary);
    }

    /** A part of {@link #mixed()}; its body follows. */
    HostileMail part(String type) throws IOException {
        return line("--b").type(type);
    }

    /** The one attached file of a mail. */
    HostileMail attached(String type, Bytes bytes) throws IOException {
        mixed().line("--b").type(type, "base64");
        try (OutputStream encoded = Base64.getMimeEncoder().wrap(new Kept(out))) {
            bytes.write(encoded);
        }
        return line("").end();
    }

    /** After the last part. */
    HostileMail end() throws IOException {
        return line("--b--");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The end of the base64 is not the end of the mail. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
