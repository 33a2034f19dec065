package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dharmic.journal.Spooled;
import org.junit.jupiter.api.Test;

/** Mails made to exhaust their reader. What is measured is how far they are read, which does not depend on the machine. */
class HostileMailTest {

    private static final int BUFFERS = 64 * 1024;

    private final MailParser parser = new MailParser(MailParser.Limits.DEFAULT);

    /** A text again and again, never in memory as a whole. */
    private static InputStream repeated(String text, long times) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private final long length = times * bytes.length;
            private long at;

            @Override
            public int read() {
                return at == length ? -1 : bytes[(int) (at++ % bytes.length)] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int most) {
                int n = (int) Math.min(most, length - at);
                for (int i = 0; i < n; i++) {
                    buffer[offset + i] = (byte) read();
                }
                return n == 0 ? -1 : n;
            }
        };
    }

    private static InputStream text(String text) {
        return repeated(text, 1);
    }

    private static Counted mail(InputStream... pieces) {
        Iterator<InputStream> all = List.of(pieces).iterator();
        return new Counted(new SequenceInputStream(Collections.enumeration(Stream.generate(() -> 0)
                .limit(pieces.length)
                .map(n -> all.next())
                .toList())));
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(n, 0);
            return n;
        }
    }

    private long readUntilRefused(String why, InputStream... pieces) {
        Counted mail = mail(pieces);
        Unreadable refused = catchThrowableOfType(Unreadable.class, () -> Parsed.mail(parser, mail));
        assertThat(refused).hasMessageContaining(why);
        return mail.count;
    }

    private String shown(InputStream... pieces) throws IOException, Unreadable {
        String shown = Parsed.mail(parser, mail(pieces)).body().shown();
        assertThat(shown).hasSizeLessThanOrEqualTo(300_000);
        QuotedHistory.split(shown);
        return shown;
    }

    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    // ---- refused before much of it is read

    @Test
    void twoHundredThousandParts() {
        assertThat(readUntilRefused("more than 500 parts", text(MIXED), repeated("--b\r\n\r\nx\r\n", 200_000)))
                .isLessThan(BUFFERS);
        assertThat(readUntilRefused(
                        "more than 500 parts",
                        text(MIXED),
                        repeated("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n", 200_000)))
                .isLessThan(2 * BUFFERS);
    }

    @Test
    void fiveThousandLevels() {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(readUntilRefused("deeper than 20", text(nested.toString()))).isLessThan(2 * BUFFERS);
    }

    @Test
    void fiveMegabytesOfHeader() {
        assertThat(readUntilRefused("line length limit", text("Subject: "), repeated("x", 5 << 20)))
                .isLessThan(2 * BUFFERS);
        assertThat(readUntilRefused("header length limit", text("Subject: x"), repeated("\r\n xxxxxxxx", 500_000)))
                .isLessThan(3 * BUFFERS);
        assertThat(readUntilRefused("header limit (500)", repeated("X-A: b\r\n", 600_000)))
                .isLessThan(BUFFERS);
        assertThat(readUntilRefused(
                        "more than 524288 bytes of headers",
                        text(MIXED),
                        repeated("--b\r\nX-A: " + "x".repeat(60_000) + "\r\n\r\n", 100)))
                .isLessThan(10 * BUFFERS);
    }

    // ---- read, in proportion

    @Test
    void aMailInAMailInAMailIsOneFile() throws Exception {
        ParsedMail mail = Parsed.mail(parser, mail(repeated("Content-Type: message/rfc822\r\n\r\n", 100_000)));
        assertThat(mail.attachments()).hasSize(1);
    }

    @Test
    void namesInTenThousandPieces() throws Exception {
        StringBuilder name = new StringBuilder("Content-Disposition: attachment");
        for (int i = 0; name.length() < 60_000; i++) {
            name.append("; filename*").append(i).append("*=%41%42%43%44%45");
        }
        ParsedMail mail = Parsed.mail(parser, mail(text(name + "\r\n\r\nx")));
        assertThat(mail.attachments().get(0).name()).startsWith("ABCDE").hasSizeLessThan(140);
    }

    @Test
    void textIsReadUpToItsLimit() throws Exception {
        Counted mail = mail(text("Content-Type: text/plain\r\n\r\n"), repeated("long ", 1 << 20));
        assertThat(Parsed.mail(parser, mail).body().shown()).hasSizeBetween(299_000, 300_000);
        assertThat(shown(text("\r\n"), repeated("\n", 3 << 20))).isEmpty();
        assertThat(shown(text("\r\n"), repeated(">\r\n", 140_000), text("x"))).endsWith("x");
        assertThat(shown(
                        text("Content-Transfer-Encoding: quoted-printable\r\n\r\n"),
                        repeated("=\r\n", 1 << 20),
                        text("x")))
                .isEqualTo("x");
        assertThat(shown(
                        text("Content-Transfer-Encoding: quoted-printable\r\n\r\n"),
                        repeated(" ", 1 << 19),
                        text("\r\nx")))
                .isEqualTo("x");
    }

    @Test
    void pagesAreReadUpToTheirLimit() throws Exception {
        String page = "Content-Type: text/html\r\n\r\nQuinces";
        for (String bomb : new String[] {
            "<div>",
            "<b><p>",
            "<table><tr><td>x",
            "<blockquote>x",
            "<!--",
            "<![CDATA[",
            "<p style='color:#fff;color:#fff'>x",
            "&nbsp;",
            "<"
        }) {
            assertThat(shown(text(page), repeated(bomb, (1 << 20) / bomb.length())))
                    .as(bomb)
                    .startsWith("Quinces");
        }
    }

    // ---- stored, as it comes

    @Test
    void aFileOf25MegabytesIsNeverInMemory() throws Exception {
        String line = Base64.getEncoder().encodeToString(new byte[57]) + "\r\n";
        long lines = (25L << 20) / 57;
        Counted mail = mail(
                text(MIXED + "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
                repeated(line, lines),
                text("\r\n--b--\r\n"));
        long[] ahead = new long[1];
        ParsedMail read = parser.parse(mail, new AttachmentCaps(26 << 20, 26 << 20, 1), (decoded, max) -> {
            byte[] buffer = new byte[8192];
            long stored = 0;
            for (int n = decoded.read(buffer); n >= 0; n = decoded.read(buffer)) {
                stored += n;
                ahead[0] = Math.max(ahead[0], mail.count - stored * line.length() / 57);
            }
            return new Spooled("f", "", stored);
        });
        assertThat(read.attachments().get(0).size()).isEqualTo(lines * 57);
        assertThat(ahead[0]).as("bytes read and not yet stored").isLessThan(BUFFERS);
    }
}
