package org.dharmic.benchmarks.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Mails made to exhaust whoever reads them; the big ones are as big as a mail may be. */
public enum Bomb {
    /** A gigabyte of zeros in a megabyte, attached. */
    ZIP(mail -> mail.attached("application/zip; name=a.zip", Bomb::zeros)),
    /** As much of a file as a mail may carry. */
    ATTACHMENT(mail -> mail.attached("application/octet-stream", Bomb::noise)),
    /** Multiparts inside each other, five thousand deep. */
    DEPTH(mail -> nest(mail, 5000).line("x")),
    /** As deep as is allowed, with all the bytes at the bottom. */
    DEPTH_BELOW_THE_LIMIT(mail -> nest(mail, 20).type("image/png").fill("0123456789abcdef\r\n")),
    PARTS(mail -> mail.mixed().repeat(200_000, "--b\r\n\r\n\r\n").end()),
    /** Parts that are multiparts without a part. */
    EMPTY_MULTIPARTS(mail -> mail.mixed()
            .repeat(200_000, "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\r\n")
            .end()),
    HEADER_IN_ONE_LINE(mail ->
            mail.text("Subject: ").repeat(5 << 20, "x").line("").line("").line("x")),
    HEADER_FOLDED(mail -> mail.text("Subject: x")
            .repeat(5 << 14, "\r\n " + "x".repeat(61))
            .line("")
            .line("")
            .line("x")),
    HEADER_COUNT(mail -> mail.repeat(500_000, "X-A: b\r\n").line("").line("x")),
    HEADERS_OF_PARTS(mail -> mail.mixed()
            .repeat(450, "--b\r\nX-A: " + "x".repeat(60_000) + "\r\n\r\nx\r\n")
            .end()),
    /** Names in pieces (RFC 2231), as many and as long as fit. */
    PARAMETERS(mail -> mail.mixed()
            .repeat(4, "--b\r\n" + longDisposition() + "\r\n" + longType() + "\r\n\r\nx\r\n")
            .end()),
    NESTED_MAILS(
            mail -> mail.repeat(100_000, "Content-Type: message/rfc822\r\n\r\n").line("x")),
    ENCODED_WORDS(mail -> mail.text("Subject:")
            .repeat(3000, "\r\n =?utf-8?q?=41=42?=")
            .line("")
            .text("X-Thread:")
            .repeat(9_000, " <a@b>")
            .line("")
            .line("")
            .line("x")),
    HTML_DEPTH(mail -> page(mail).fill("<div>")),
    /** Each paragraph opens all the open fonts again. */
    HTML_FONTS(mail -> page(mail).fill("<b><p>")),
    HTML_MISNESTED(mail -> page(mail).fill("<b><i><table><p></b>x</i><tr>")),
    HTML_ATTRIBUTES(mail -> {
        page(mail).text("<p");
        for (int i = 0; i < 100_000; i++) {
            mail.text(" a" + i + "=x");
        }
        mail.text(">").fill("<p style='" + "color:#fff;".repeat(150) + "'>x");
    }),
    HTML_STYLES(mail -> {
        page(mail).text("<style>");
        for (int i = 0; i < 3000; i++) {
            mail.text(".c" + i + "{display:none}");
        }
        mail.text("</style>").fill("<p class='" + "a b c d e f g h ".repeat(20) + "'>x");
    }),
    HTML_LISTS(mail -> page(mail).fill("<ul><li>")),
    /** As many deep pages as there may be text. */
    HTML_PAGES(mail -> mail.mixed()
            .repeat(400, "--b\r\nContent-Type: text/html\r\n\r\n" + "<ul><li>".repeat(9_000) + "x\r\n")
            .end()),
    HTML_QUOTES(mail -> page(mail).fill("<blockquote>x<br>")),
    LONG_LINE(mail -> mail.type("text/plain").fill("long ")),
    LONG_LINE_ATTACHED(mail -> mail.mixed().part("image/png").fill("x")),
    SOFT_BREAKS(mail -> quotedPrintable(mail).fill("=\r\n")),
    /** Whether blanks count is known only at the end of their line. */
    BLANKS(mail -> quotedPrintable(mail).fill(" ").line("x")),
    BLANKS_AFTER_EQUALS(mail -> quotedPrintable(mail).text("=").fill(" ").line("x")),
    GARBAGE_BASE64(mail -> mail.type("image/png", "base64").fill("====A\u007f-")),
    /** Lines that begin like the boundary. */
    NEARLY_BOUNDARIES(mail -> mail.mixed("b".repeat(60))
            .line("--" + "b".repeat(60))
            .type("image/png")
            .fill("--" + "b".repeat(59) + "\r\n")),
    /** Quotes without end, and a word at the end. */
    QUOTES(mail -> mail.type("text/plain").repeat(290_000 / 2, ">\r\n").line("x")),
    EMPTY_LINES(mail -> mail.type("text/plain").fill("\n")),
    ATTRIBUTIONS(mail -> mail.type("text/plain").fill("On 1 " + "schrieb ".repeat(40) + "<a@b> wrote: x\r\n")),
    FLOWED(mail -> mail.type("text/plain; format=flowed").fill("> \r\n>> \r\n")),
    WIDE_CHARACTERS(mail -> mail.type("text/plain; charset=iso-2022-jp").fill("\u001b$B$\"\u001b(Bx"));

    private final HostileMail.Content content;

    Bomb(HostileMail.Content content) {
        this.content = content;
    }

    /** Writes the whole mail to a new file. */
    public void write(Path file) throws IOException {
        try (HostileMail mail = new HostileMail(file)) {
            content.write(mail);
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void zeros(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                zip.write(zeros);
            }
        }
    }

    private static void noise(OutputStream out) throws IOException {
        byte[] noise = new byte[57 * 1024];
        new Random(1).nextBytes(noise);
        for (long n = 0; n < HostileMail.BIG * 3 / 4 - noise.length; n += noise.length) {
            out.write(noise);
        }
    }

    private static HostileMail nest(HostileMail mail, int depth) throws IOException {
        for (int i = 0; i < depth; i++) {
            mail.mixed("b" + i).line("--b" + i);
        }
        return mail;
    }

    private static String longDisposition() {
        StringBuilder name = new StringBuilder("Content-Disposition: attachment");
        for (int i = 0; name.length() < 60_000; i++) {
            name.append(";\r\n filename*").append(i).append("*=utf-8''%41");
        }
        return name.toString();
    }

    private static String longType() {
        StringBuilder flat = new StringBuilder("Content-Type: text/plain");
        while (flat.length() < 60_000) {
            flat.append(";a=\"\\\"\\\"\"");
        }
        return flat.toString();
    }

    private static HostileMail page(HostileMail mail) throws IOException {
        return mail.type("text/html; charset=utf-8").text("<html><body>");
    }

    private static HostileMail quotedPrintable(HostileMail mail) throws IOException {
        return mail.type("text/plain", "quoted-printable");
    }
}
