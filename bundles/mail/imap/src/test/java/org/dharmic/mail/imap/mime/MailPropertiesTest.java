package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/**
 * What holds for every mail, whoever wrote it with whatever intent: it is read or refused, and nothing of it makes a header
 * line longer by one.
 */
class MailPropertiesTest {

    private static final AttachmentCaps CAPS = new AttachmentCaps(1000, 2000, 3);

    /** Words that structure mails, in any order: much of it is nearly a mail. */
    private static final String[] WORDS = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\t",
        " ",
        ";",
        ":",
        "=",
        "\"",
        "'",
        "*",
        "%",
        "<",
        ">",
        "--b",
        "--b--",
        "\r\n--b\r\n",
        "\r\n\r\n",
        "From: a@b\r\n",
        "Subject: ",
        "Content-Type: ",
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
        "text/plain",
        "text/html",
        "message/rfc822",
        "; charset=utf-16",
        "; charset=x-nope",
        "; charset=",
        "; format=flowed",
        "; name*0*=utf-8''%00%0d%0a",
        "; filename=\"a\r\n b\"",
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
        "=0D=0A",
        "=\r\n",
        "====",
        "QUJD",
        "=?utf-8?q?=0D=0AX:_1?=",
        "=?utf-8?b?DQpY?=",
        "=?x?y?z?=",
        "=?utf-7?q?+AA0ACg-?=",
        "<b style='display:none'>",
        "</b>",
        "<!--",
        "-->",
        "<style>",
        "&#13;&#10;",
        "> ",
        "-- \r\n",
        "On 1 May, a <a@b> wrote:\r\n",
        "\u2028",
        "\u0085",
        "\ud800",
        "é",
        "\u202e"
    };

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(2000);
    }

    @Provide
    Arbitrary<byte[]> nearlyMails() {
        Arbitrary<byte[]> word = Arbitraries.of(WORDS).map(each -> each.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(8);
        return Arbitraries.frequencyOf(Tuple.of(9, word), Tuple.of(1, noise))
                .list()
                .ofMaxSize(80)
                .map(MailPropertiesTest::joined);
    }

    @Provide
    Arbitrary<byte[]> mailsWithOddParts() {
        Arbitrary<String> value = Arbitraries.of(WORDS).list().ofMaxSize(12).map(words -> String.join("", words));
        Arbitrary<String> header = Combinators.combine(
                        Arbitraries.of(
                                "Content-Type",
                                "Content-Disposition",
                                "Content-Transfer-Encoding",
                                "Subject",
                                "References"),
                        value)
                .as((name, text) -> name + ": " + text.replaceAll("[\r\n]+", "\r\n ") + "\r\n");
        Arbitrary<String> part = Combinators.combine(header.list().ofMaxSize(4), value)
                .as((headers, body) -> String.join("", headers) + "\r\n" + body);
        return part.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                                + String.join("\r\n--b\r\n", parts) + "\r\n--b--\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Property(tries = 1000)
    void anyBytesAreReadOrRefused(@ForAll("bytes") byte[] mail) throws IOException {
        readOrRefused(mail);
    }

    @Property(tries = 1000)
    void whatIsNearlyAMailIsReadOrRefused(@ForAll("nearlyMails") byte[] mail) throws IOException {
        readOrRefused(mail);
    }

    @Property(tries = 1000)
    void anyPartsAreReadOrRefused(@ForAll("mailsWithOddParts") byte[] mail) throws IOException {
        readOrRefused(mail);
    }

    private static void readOrRefused(byte[] mail) throws IOException {
        MailParser parser = new MailParser(MailParser.Limits.DEFAULT);
        List<String> lines = new ArrayList<>();
        try {
            ParsedMail header = parser.header(new ByteArrayInputStream(mail));
            ParsedMail read = parser.parse(new ByteArrayInputStream(mail), CAPS, new StoreFake());
            assertThat(read.headers()).isEqualTo(header.headers());
            read.headers().forEach(each -> {
                lines.add(each.value());
                lines.add(HeaderText.subject(each.value()));
                lines.addAll(HeaderText.messageIds(each.value()));
            });
            read.attachments().forEach(each -> {
                lines.add(each.name());
                lines.add(each.type());
                assertThat(each.name()).isNotBlank().doesNotContain("/", "\\").hasSizeLessThan(140);
            });
            String shown = read.body().shown();
            assertThat(shown).doesNotContain("\r", "\0");
            QuotedHistory split = QuotedHistory.split(shown);
            assertThat(split.text().isEmpty()).isEqualTo(shown.isBlank());
        } catch (Unreadable e) {
            lines.add(e.getMessage());
        }
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain("\r", "\n", "\0"));
    }

    @Property(tries = 1000)
    void aSingleLineIsOne(@ForAll String text) {
        String line = HeaderText.singleLine(text);
        assertThat(line.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || c == 0x2028
                                || c == 0x2029
                                || Character.getType(c) == Character.SURROGATE))
                .isTrue();
        assertThat(HeaderText.singleLine(line)).isEqualTo(line);
    }

    @Property(tries = 1000)
    void splittingLosesNoWord(@ForAll @Size(max = 40) List<Line> lines) {
        String body = String.join("\n", lines.stream().map(line -> line.text).toList());
        QuotedHistory split = QuotedHistory.split(body);
        assertThat((split.text() + split.quoted()).replaceAll("\\s", "")).isEqualTo(body.replaceAll("\\s", ""));
    }

    /** Lines that history is told by. */
    enum Line {
        WORDS("When do quinces ripen?"),
        NOTHING(""),
        QUOTE("> In October."),
        DEEPER(">> Sure?"),
        SEPARATOR("-- "),
        BARE("--"),
        ATTRIBUTION("On 1 May 2026, A <a@b.example> wrote:"),
        HALF("On 1 May 2026, A"),
        OTHER_HALF("<a@b.example> wrote:"),
        HEAD("From: A"),
        NEXT("Sent: Sunday"),
        ORIGINAL("-----Original Message-----"),
        RULE("______________"),
        PROGRAM("Sent from my iPhone");

        private final String text;

        Line(String text) {
            this.text = text;
        }
    }

    @Property(tries = 1000)
    void quotedPrintableDecodesAsTheLibraryDoes(@ForAll("quotedPrintable") byte[] encoded) throws IOException {
        byte[] ours = new QuotedPrintableInput(new ByteArrayInputStream(encoded)).readAllBytes();
        byte[] theirs =
                new QuotedPrintableInputStream(new ByteArrayInputStream(encoded), DecodeMonitor.SILENT).readAllBytes();
        assertThat(ours).isEqualTo(theirs);
    }

    /** What honest programs write: codes, lines, soft breaks, blanks. */
    @Provide
    Arbitrary<byte[]> quotedPrintable() {
        return Arbitraries.of(
                        "a", "Z9", " ", "\t", "=3D", "=C3=BC", "=\r\n", "= \r\n", "\r\n", " \r\n", "=0D=0A", "=20\r\n")
                .list()
                .ofMaxSize(60)
                .map(words -> (String.join("", words) + "end").getBytes(StandardCharsets.US_ASCII));
    }
}
