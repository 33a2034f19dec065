package org.dharmic.benchmarks.mime;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Mails made to exhaust whoever reads them; the big ones are as big as a mail may be. */
public enum Bomb {
    /** A gigabyte of zeros in a megabyte, attached. */
    ZIP {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b")
                    .line("")
                    .part("b", "Content-Type: application/zip; name=a.zip");
            mail.base64(out -> {
                try (ZipOutputStream zip = new ZipOutputStream(out)) {
                    zip.putNextEntry(new ZipEntry("zeros"));
                    byte[] zeros = new byte[1 << 20];
                    for (int i = 0; i < 1024; i++) {
                        zip.write(zeros);
                    }
                }
            });
            mail.line("").line("--b--");
        }
    },
    /** As much of a file as a mail may carry. */
    ATTACHMENT {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b")
                    .line("")
                    .part("b", "Content-Type: application/octet-stream");
            byte[] noise = new byte[57 * 1024];
            new Random(1).nextBytes(noise);
            mail.base64(out -> {
                for (long n = 0; n < BIG * 3 / 4 - noise.length; n += noise.length) {
                    out.write(noise);
                }
            });
            mail.line("").line("--b--");
        }
    },
    /** Multiparts inside each other, five thousand deep. */
    DEPTH {
        @Override
        void write(Mail mail) throws IOException {
            nest(mail, 5000, m -> m.line("x"));
        }
    },
    /** As deep as is allowed, with all the bytes at the bottom. */
    DEPTH_BELOW_THE_LIMIT {
        @Override
        void write(Mail mail) throws IOException {
            nest(mail, 20, m -> m.line("Content-Type: image/png").line("").fill("0123456789abcdef\r\n"));
        }
    },
    PARTS {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b").line("");
            mail.repeat(200_000, "--b\r\n\r\n\r\n").line("--b--");
        }
    },
    /** Parts that are multiparts without a part. */
    EMPTY_MULTIPARTS {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b").line("");
            mail.repeat(200_000, "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\r\n")
                    .line("--b--");
        }
    },
    HEADER_IN_ONE_LINE {
        @Override
        void write(Mail mail) throws IOException {
            mail.text("Subject: ").repeat(5 << 20, "x").line("").line("").line("x");
        }
    },
    HEADER_FOLDED {
        @Override
        void write(Mail mail) throws IOException {
            mail.text("Subject: x")
                    .repeat(5 << 14, "\r\n " + "x".repeat(61))
                    .line("")
                    .line("")
                    .line("x");
        }
    },
    HEADER_COUNT {
        @Override
        void write(Mail mail) throws IOException {
            mail.repeat(500_000, "X-A: b\r\n").line("").line("x");
        }
    },
    HEADERS_OF_PARTS {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b").line("");
            mail.repeat(450, "--b\r\n" + ("X-A: " + "x".repeat(60_000) + "\r\n") + "\r\nx\r\n")
                    .line("--b--");
        }
    },
    /** Names in pieces (RFC 2231), as many and as long as fit. */
    PARAMETERS {
        @Override
        void write(Mail mail) throws IOException {
            StringBuilder name = new StringBuilder("Content-Disposition: attachment");
            for (int i = 0; name.length() < 60_000; i++) {
                name.append(";\r\n filename*").append(i).append("*=utf-8''%41");
            }
            StringBuilder flat = new StringBuilder("Content-Type: text/plain");
            while (flat.length() < 60_000) {
                flat.append(";a=\"\\\"\\\"\"");
            }
            mail.line("Content-Type: multipart/mixed; boundary=b").line("");
            mail.repeat(4, "--b\r\n" + name + "\r\n" + flat + "\r\n\r\nx\r\n").line("--b--");
        }
    },
    NESTED_MAILS {
        @Override
        void write(Mail mail) throws IOException {
            mail.repeat(100_000, "Content-Type: message/rfc822\r\n\r\n").line("x");
        }
    },
    ENCODED_WORDS {
        @Override
        void write(Mail mail) throws IOException {
            mail.text("Subject:").repeat(3000, "\r\n =?utf-8?q?=41=42?=").line("");
            mail.text("X-Thread:").repeat(9_000, " <a@b>").line("").line("").line("x");
        }
    },
    HTML_DEPTH {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).fill("<div>");
        }
    },
    /** Each paragraph opens all the open fonts again. */
    HTML_FONTS {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).fill("<b><p>");
        }
    },
    HTML_MISNESTED {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).fill("<b><i><table><p></b>x</i><tr>");
        }
    },
    HTML_ATTRIBUTES {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).text("<p");
            for (int i = 0; i < 100_000; i++) {
                mail.text(" a" + i + "=x");
            }
            mail.text(">").fill("<p style='" + "color:#fff;".repeat(150) + "'>x");
        }
    },
    HTML_STYLES {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).text("<style>");
            for (int i = 0; i < 3000; i++) {
                mail.text(".c" + i + "{display:none}");
            }
            mail.text("</style>").fill("<p class='" + "a b c d e f g h ".repeat(20) + "'>x");
        }
    },
    HTML_LISTS {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).fill("<ul><li>");
        }
    },
    /** As many deep pages as there may be text. */
    HTML_PAGES {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b").line("");
            String page = "--b\r\nContent-Type: text/html\r\n\r\n" + "<ul><li>".repeat(9_000) + "x\r\n";
            mail.repeat(400, page).line("--b--");
        }
    },
    HTML_QUOTES {
        @Override
        void write(Mail mail) throws IOException {
            page(mail).fill("<blockquote>x<br>");
        }
    },
    LONG_LINE {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain").line("").fill("long ");
        }
    },
    LONG_LINE_ATTACHED {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: multipart/mixed; boundary=b")
                    .line("")
                    .part("b", "Content-Type: image/png")
                    .line("")
                    .fill("x");
        }
    },
    SOFT_BREAKS {
        @Override
        void write(Mail mail) throws IOException {
            quotedPrintable(mail).fill("=\r\n");
        }
    },
    /** Whether blanks count is known only at the end of their line. */
    BLANKS {
        @Override
        void write(Mail mail) throws IOException {
            quotedPrintable(mail).fill(" ").line("x");
        }
    },
    BLANKS_AFTER_EQUALS {
        @Override
        void write(Mail mail) throws IOException {
            quotedPrintable(mail).text("=").fill(" ").line("x");
        }
    },
    GARBAGE_BASE64 {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: image/png")
                    .line("Content-Transfer-Encoding: base64")
                    .line("")
                    .fill("====A\u007f-");
        }
    },
    /** Lines that begin like the boundary. */
    NEARLY_BOUNDARIES {
        @Override
        void write(Mail mail) throws IOException {
            String boundary = "b".repeat(60);
            mail.line("Content-Type: multipart/mixed; boundary=" + boundary).line("");
            mail.part(boundary, "Content-Type: image/png").line("").fill("--" + "b".repeat(59) + "\r\n");
        }
    },
    /** Quotes without end, and a word at the end. */
    QUOTES {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain")
                    .line("")
                    .repeat(290_000 / 2, ">\r\n")
                    .line("x");
        }
    },
    EMPTY_LINES {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain").line("").fill("\n");
        }
    },
    ATTRIBUTIONS {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain").line("").fill("On 1 " + "schrieb ".repeat(40) + "<a@b> wrote: x\r\n");
        }
    },
    FLOWED {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain; format=flowed").line("").fill("> \r\n>> \r\n");
        }
    },
    WIDE_CHARACTERS {
        @Override
        void write(Mail mail) throws IOException {
            mail.line("Content-Type: text/plain; charset=iso-2022-jp").line("").fill("\u001b$B$\"\u001b(Bx");
        }
    };

    /** A little less than what a mail may have by default, and a stored file. */
    static final long BIG = 24L << 20;

    /** Writes the mail from where its own header lines begin. */
    abstract void write(Mail mail) throws IOException;

    /** Writes the whole mail to a new file. */
    public void write(Path file) throws IOException {
        try (Mail mail = new Mail(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            mail.line("From: Mallory <mallory@example.net>").line("MIME-Version: 1.0");
            write(mail);
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Mail page(Mail mail) throws IOException {
        return mail.line("Content-Type: text/html; charset=utf-8").line("").text("<html><body>");
    }

    private static Mail quotedPrintable(Mail mail) throws IOException {
        return mail.line("Content-Type: text/plain")
                .line("Content-Transfer-Encoding: quoted-printable")
                .line("");
    }

    private interface Content {
        void write(Mail mail) throws IOException;
    }

    private static void nest(Mail mail, int depth, Content innermost) throws IOException {
        for (int i = 0; i < depth; i++) {
            mail.line("Content-Type: multipart/mixed; boundary=b" + i).line("").line("--b" + i);
        }
        innermost.write(mail);
    }

    private interface Bytes {
        void write(OutputStream out) throws IOException;
    }

    /** A mail while it is written, a line or a thousand at a time. */
    static final class Mail implements AutoCloseable {
        private final OutputStream out;
        private long written;

        private Mail(OutputStream out) {
            this.out = out;
        }

        Mail text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(bytes);
            written += bytes.length;
            return this;
        }

        Mail line(String line) throws IOException {
            return text(line + "\r\n");
        }

        Mail part(String boundary, String header) throws IOException {
            return line("--" + boundary).line(header);
        }

        Mail repeat(int times, String text) throws IOException {
            for (int i = 0; i < times; i++) {
                text(text);
            }
            return this;
        }

        /** Until the mail is as big as it may be. */
        Mail fill(String text) throws IOException {
            String much = text.repeat(Math.max(1, 4096 / text.length()));
            while (written < BIG) {
                text(much);
            }
            return this;
        }

        void base64(Bytes bytes) throws IOException {
            line("Content-Transfer-Encoding: base64").line("");
            try (OutputStream encoded = Base64.getMimeEncoder().wrap(new Kept(out))) {
                bytes.write(encoded);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
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
