package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Spooled;
import org.dharmic.mail.imap.mime.ParsedMail.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailParserTest {

    private static final AttachmentCaps CAPS = new AttachmentCaps(100, 150, 3);
    private final StoreFake store = new StoreFake();

    private ParsedMail parse(String mail) {
        return parse(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private ParsedMail parse(byte[] mail) {
        try {
            return new MailParser(MailParser.Limits.DEFAULT).parse(new ByteArrayInputStream(mail), CAPS, store);
        } catch (IOException | Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static String mixed(String... parts) {
        return "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + String.join("\n--b\n", parts) + "\n--b--\n";
    }

    private static String alternative(String... parts) {
        return "Content-Type: multipart/alternative; boundary=a\n\n--a\n" + String.join("\n--a\n", parts) + "\n--a--";
    }

    private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\n\nWhen?";
    private static final String PAGE = "Content-Type: text/html\n\n<p>When?</p>";

    private static String file(String headers, int size) {
        return headers + "\n\n" + "x".repeat(size);
    }

    // ---- text

    @Test
    void ofAlternativesOneIsRead() {
        assertThat(parse(alternative(PLAIN, PAGE)).body().shown()).isEqualTo("When?");
        assertThat(parse(alternative("Content-Type: text/plain\n\n \n", PAGE))
                        .body()
                        .shown())
                .isEqualTo("When?");
        assertThat(parse(alternative(PLAIN, PAGE)).attachments()).isEmpty();
    }

    @Test
    void textAroundAPictureIsReadWholly() {
        ParsedMail mail = parse(
                mixed(PLAIN, "Content-Type: image/png; name=a.png\nContent-Disposition: inline\n\nx", PLAIN + " Now?"));
        assertThat(mail.body().shown()).isEqualTo("When?\n\nWhen? Now?");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("a.png");
    }

    @Test
    void pagesOfOneAlternativeBelongTogether() {
        ParsedMail mail = parse(alternative(
                PLAIN,
                "Content-Type: multipart/mixed; boundary=m\n\n--m\n" + PAGE
                        + "\n--m\nContent-Type: application/pdf; name=a.pdf\n\nx\n--m\n" + PAGE + "\n--m--"));
        assertThat(mail.body().shown()).isEqualTo("When?");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("a.pdf");
    }

    @Test
    void pagesShareTheirLimit() {
        String page = "Content-Type: text/html\n\n" + "<b>".repeat(15_000) + "x";
        assertThat(parse(mixed(page, page, page.replace("<b>", ""))).body().shown())
                .isEqualTo("x\n\nx");
    }

    @Test
    void brokenLinesOfFlowedTextAreWhole() {
        String text =
                "\n\n/search quinces \nand pears\n> asked \n> before\n> \n>> deeper \n -- stuffed\n-- \nAlice \nA.\n";
        assertThat(parse("Content-Type: text/plain; format=flowed" + text)
                        .body()
                        .shown())
                .isEqualTo("/search quinces and pears\n> asked before\n>\n>> deeper\n-- stuffed\n-- \nAlice A.");
        assertThat(parse("Content-Type: text/plain; Format=Flowed; DelSp=yes\n\n日本 \n語\n")
                        .body()
                        .shown())
                .isEqualTo("日本語");
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, utf-8",
        "windows-1252, iso-8859-1",
        "iso-8859-15, iso-8859-15",
        "utf-8, x-nope",
        "windows-1252, us-ascii",
        "windows-1252, '%$§'",
        "utf-16, utf-16"
    })
    void textIsReadInWhateverItIsWritten(String real, String declared) {
        byte[] head =
                ("Content-Type: text/plain; charset=\"" + declared + "\"\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] text = "Übermäßig".getBytes(Charset.forName(real));
        byte[] mail = new byte[head.length + text.length];
        System.arraycopy(head, 0, mail, 0, head.length);
        System.arraycopy(text, 0, mail, head.length, text.length);
        assertThat(parse(mail).body().shown()).isEqualTo("Übermäßig");
    }

    @Test
    void malformedBytesAreReplaced() {
        byte[] mail =
                "Content-Type: text/plain; charset=utf-8\r\n\r\nqu\u00ffince".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parse(mail).body().shown()).isEqualTo("qu\ufffdince");
    }

    @Test
    void quotedPrintableOfAnyQualityIsRead() {
        assertThat(parse(
                                "Content-Transfer-Encoding: quoted-printable\n\nqui=\nnc=65s   \nand =C3=BC =\t \n50%=3D =zz ==\n")
                        .body()
                        .shown())
                .isEqualTo("quinces\nand ü 50%= =zz =");
    }

    // ---- files

    @Test
    void filesAreStoredAndListed() {
        ParsedMail mail = parse(mixed(
                PLAIN,
                "Content-Type: text/csv; name=ignored.csv\nContent-Transfer-Encoding: base64\n"
                        + "Content-Disposition: attachment; filename=\"a b.csv\"\n\nYSxiCg==\n"));
        assertThat(mail.attachments()).hasSize(1);
        Attachment file = mail.attachments().get(0);
        assertThat(file.name()).isEqualTo("a b.csv");
        assertThat(file.type()).isEqualTo("text/csv");
        assertThat(file.size()).isEqualTo(4);
        assertThat(store.text(file)).isEqualTo("a,b\n");
    }

    @Test
    void whatIsOverACapIsListedWithItsSize() {
        String attached = "Content-Disposition: attachment; filename=";
        ParsedMail mail = parse(mixed(
                PLAIN,
                file(attached + "big", 5000),
                file(attached + "one", 100),
                file(attached + "sum", 51),
                file(attached + "two", 20),
                file(attached + "three", 20),
                file(attached + "four", 1)));
        assertThat(mail.attachments())
                .extracting(
                        Attachment::name, Attachment::size, each -> each.bytes().isPresent())
                .containsExactly(
                        tuple("big", 5000L, false),
                        tuple("one", 100L, true),
                        tuple("sum", 51L, false),
                        tuple("two", 20L, true),
                        tuple("three", 20L, true),
                        tuple("four", 1L, false));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void whereNothingMayBeStoredFilesAreOnlyListed() {
        assertThat(Parsed.mail(mixed(PLAIN, file("Content-Type: image/png", 10)))
                        .attachments())
                .allSatisfy(each -> assertThat(each.bytes()).isEmpty())
                .hasSize(1);
    }

    @Test
    void aStoreThatFailsIsNoFaultOfTheMail() {
        byte[] mail = mixed(PLAIN, file("Content-Type: image/png", 10)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new MailParser(MailParser.Limits.DEFAULT)
                        .parse(new ByteArrayInputStream(mail), CAPS, (bytes, max) -> {
                            throw new IOException("disk full");
                        }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "filename=a.txt, a.txt",
                "filename=\"../../etc/passwd\", passwd",
                "filename=\"C:\\\\temp\\\\a.txt\", a.txt",
                "filename=\"..\", part-2.txt",
                "filename=\".profile\", profile",
                "filename=\"a\tb.txt\", a b.txt",
                "filename=\"\", part-2.txt",
                "filename*=utf-8''na%C3%AFve.txt, naïve.txt",
                "filename*=utf-8'en'%2e%2e%2fa%0d%0aX.txt, a X.txt",
                "filename*0=\"long \"; filename*1=\"name.txt\", long name.txt",
                "filename*1*=%C3%A9.txt; filename*0*=utf-8''caf, café.txt",
                "filename*0=a; filename*5=c; filename*9999=d, ac",
                "filename*=x-nope''a%FFb, aÿb",
                "filename*=utf-8''a%zz, a%zz",
                "filename=plain; filename*=utf-8''better, better",
                "filename=\"=?utf-8?q?caf=C3=A9.txt?=\", café.txt",
                "filename=\"gnp.\u202Eexe\", gnp.exe",
                "filename, part-2.txt"
            })
    void namesOfFilesAreOneCleanLine(String parameter, String name) {
        ParsedMail mail = parse(mixed(PLAIN, file("Content-Disposition: attachment; " + parameter, 1)));
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly(name);
    }

    @Test
    void noTwoFilesHaveOneName() {
        String same = file("Content-Disposition: attachment; filename=a.txt", 1);
        assertThat(parse(mixed(PLAIN, same, same, same.replace("a.txt", "A.TXT")))
                        .attachments())
                .extracting(Attachment::name)
                .containsExactly("a.txt", "a (2).txt", "A (3).TXT");
    }

    @Test
    void aLongNameKeepsItsEnding() {
        ParsedMail mail = parse(
                mixed(PLAIN, file("Content-Disposition: attachment; filename=" + "n".repeat(500) + ".tar.gz", 1)));
        assertThat(mail.attachments().get(0).name()).hasSize(120).endsWith("n.gz");
    }

    @Test
    void aMailInAMailIsAFile() {
        ParsedMail mail = parse(mixed(PLAIN, "Content-Type: message/rfc822\n\nFrom: x\n\nIgnore all that."));
        assertThat(mail.body().shown()).isEqualTo("When?");
        assertThat(mail.attachments())
                .extracting(Attachment::name, Attachment::type)
                .containsExactly(tuple("part-2.eml", "message/rfc822"));
    }

    @Test
    void aSignatureOverAMailIsNoFile() {
        ParsedMail mail = parse("Content-Type: multipart/signed; boundary=b\n\n--b\n" + PLAIN
                + "\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\nx\n--b--\n");
        assertThat(mail.body().shown()).isEqualTo("When?");
        assertThat(mail.attachments()).isEmpty();
    }

    @Test
    void textWithANameIsAFile() {
        ParsedMail mail = parse(
                mixed(PLAIN, "Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline\n\nSome notes"));
        assertThat(mail.body().shown()).isEqualTo("When?");
        assertThat(store.text(mail.attachments().get(0))).isEqualTo("Some notes");
    }

    // ---- what is no letter

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: text/calendar; method=REQUEST | CALENDAR",
                "Content-Type: text/calendar | CALENDAR",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b | REPORT",
                "Content-Type: message/delivery-status | REPORT",
                "Content-Type: multipart/encrypted; boundary=b | ENCRYPTED",
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data | ENCRYPTED"
            })
    void whatIsNoLetterIsTold(String header, Kind kind) {
        assertThat(parse(header + "\n\n--b\n" + PLAIN + "\n--b--\n").kinds()).containsExactly(kind);
    }

    @Test
    void anInvitationAmongTheAlternativesIsTold() {
        ParsedMail mail = parse(mixed(
                alternative(PLAIN, PAGE, "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"),
                "Content-Type: application/ics; name=invite.ics\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR"));
        assertThat(mail.kinds()).containsExactly(Kind.CALENDAR);
        assertThat(store.size()).as("nobody will ask for it").isZero();
    }

    @Test
    void aCalendarFileSentAlongIsAFile() {
        ParsedMail mail = parse(mixed(
                PLAIN, "Content-Type: text/calendar; name=a.ics\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR"));
        assertThat(mail.kinds()).isEmpty();
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("a.ics");
    }

    // ---- the header alone

    @Test
    void theHeaderIsReadWithoutTheBody() throws Exception {
        byte[] mail = ("From: a@b\r\nSubject: x\r\n y\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "z".repeat(100_000))
                .getBytes(StandardCharsets.UTF_8);
        InputStream bytes = new ByteArrayInputStream(mail);
        ParsedMail header = new MailParser(MailParser.Limits.DEFAULT).header(bytes);
        assertThat(header.value("Subject")).isEqualTo("x y");
        assertThat(header.headers()).hasSize(3);
        assertThat(header.body().shown()).isEmpty();
        assertThat(bytes.available()).isGreaterThan(90_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rX-Evil: 1", "a\0b", "a\r\r b", "a\u0000\r"})
    void aHeaderValueIsOneLine(String value) {
        ParsedMail mail = parse(("Subject: " + value + "\r\n\r\nx").getBytes(StandardCharsets.UTF_8));
        assertThat(mail.headers()).allSatisfy(each -> assertThat(each.value()).doesNotContain("\r", "\n", "\0"));
    }

    // ---- limits

    @Test
    void workIsBounded() {
        long[] worked = new long[1];
        MailParser parser = new MailParser(MailParser.Limits.DEFAULT, () -> worked[0] += 1_000_000_000L);
        assertThatThrownBy(() -> Parsed.mail(parser, new ByteArrayInputStream(new byte[1 << 20])))
                .isInstanceOf(Unreadable.class)
                .hasMessage("takes too long to read");
    }

    @Test
    void whatIsStoredWhileTimeRunsOutIsNoFaultOfTheStore() {
        long[] worked = new long[1];
        MailParser parser = new MailParser(MailParser.Limits.DEFAULT, () -> worked[0]);
        byte[] mail = mixed(PLAIN, file("Content-Type: image/png", 1 << 20)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> parser.parse(
                        new ByteArrayInputStream(mail), new AttachmentCaps(1 << 30, 1 << 30, 1), (bytes, max) -> {
                            worked[0] = Long.MAX_VALUE / 2;
                            bytes.readAllBytes();
                            return new Spooled("x", "x", 1);
                        }))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void bytesThatCannotBeReadAreNoFaultOfTheMail() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        for (boolean header : List.of(true, false)) {
            MailParser parser = new MailParser(MailParser.Limits.DEFAULT);
            assertThatThrownBy(() -> {
                        if (header) {
                            parser.header(broken);
                        } else {
                            Parsed.mail(parser, broken);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");
        }
    }
}
