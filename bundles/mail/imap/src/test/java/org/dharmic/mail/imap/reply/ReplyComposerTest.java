package org.dharmic.mail.imap.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.Parsed;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyComposerTest {

    private static final String AGENT = "agent@example.org";
    private static final String ALICE = "alice@friends.example";

    private final Author author = new Author(AGENT, "Dharmic", Duration.ofDays(30));
    private final ReplyComposer composer = new ReplyComposer(() -> new byte[32]);

    private static Item item(
            String sender, String messageId, List<String> references, String subject, String text, String markdown) {
        Instant at = Instant.parse("2026-11-22T10:15:30.123Z");
        return new Item(
                "item-7",
                Stage.ANSWERED,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Step.Admitted(
                        sender, "ask", "all", "t", messageId, references, subject, text, "", List.of(), "verified")),
                Optional.of(new Step.Answered(markdown, "test", "{}", List.of())),
                Optional.empty(),
                0,
                "",
                false,
                at,
                at);
    }

    private static Item item(String subject, String markdown) {
        return item(ALICE, "<q@f.example>", List.of("<p@f.example>"), subject, "When?", markdown);
    }

    private String raw(Item item) {
        return new String(composer.compose(item, Optional.empty(), author).bytes(), StandardCharsets.US_ASCII);
    }

    private ParsedMail parsed(Item item) {
        return Parsed.mail(raw(item));
    }

    @Test
    void theHeadersSayWhomItAnswersAndThatNoPersonWroteIt() {
        ParsedMail mail = parsed(item("Quinces", "In October."));
        assertThat(mail.value("To")).isEqualTo("<" + ALICE + ">");
        assertThat(mail.value("From")).isEqualTo("Dharmic <" + AGENT + ">");
        assertThat(mail.value("Subject")).isEqualTo("Re: Quinces");
        assertThat(mail.value("Date")).isEqualTo("Sun, 22 Nov 2026 10:15:30 +0000");
        assertThat(mail.value("In-Reply-To")).isEqualTo("<q@f.example>");
        assertThat(mail.value("References")).isEqualTo("<p@f.example> <q@f.example>");
        assertThat(mail.value("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(mail.value("X-Dharmic-Item")).isEqualTo("item-7");
        assertThat(mail.value("Message-ID")).matches("<item-7\\.[a-z2-7]{32}@example\\.org>");
        assertThat(mail.first("Cc")).isEmpty();
        assertThat(mail.first("Reply-To")).isEmpty();
    }

    @Test
    void theSameItemGivesTheSameBytesAndAnotherKeyAnotherId() {
        Item item = item("Quinces", "In *October*.");
        assertThat(raw(item)).isEqualTo(raw(item));
        Reply other = new ReplyComposer(() -> new byte[] {1}).compose(item, Optional.empty(), author);
        assertThat(other.messageId())
                .isNotEqualTo(composer.compose(item, Optional.empty(), author).messageId());
    }

    @Test
    void bothPartsCarryAnswerQuestionAndHint() {
        ParsedMail mail =
                parsed(item("Quinces", "# Ripe\n\nIn **October**, über 20 €.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"));
        assertThat(mail.plain().orElseThrow())
                .startsWith(
                        "Ripe\n====\n\nIn October, über 20 €.\n\na  b\n-  -\n1  2\n\nOn Sunday, 22 November 2026, 10:15 UTC, you wrote:\n"
                                .replace("\n", "\r\n"))
                .contains("> When?")
                .contains("item-7")
                .contains("/why");
        assertThat(mail.html().orElseThrow())
                .contains("<strong>October</strong>, über 20 €")
                .contains("<table style=")
                .contains("When?</blockquote>")
                .contains("/why");
    }

    @Test
    void htmlAndScriptsOfAnAnswerAreShownAndNotRun() {
        String html = parsed(
                        item("x", "<script>alert(1)</script>\n\n[a](javascript:alert(1))\n\nb <img src=x onerror=y>"))
                .html()
                .orElseThrow();
        assertThat(html).doesNotContain("<script").doesNotContain("javascript:").doesNotContain("<img");
        assertThat(parsed(item(ALICE, "", List.of(), "x", "<b>\"&'</b>", "y"))
                        .html()
                        .orElseThrow())
                .contains("&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;");
    }

    @Test
    void reIsWrittenOnce() {
        assertThat(parsed(item("Re: Quinces", "x")).value("Subject")).isEqualTo("Re: Quinces");
        assertThat(parsed(item("AW: RE: Quinces", "x")).value("Subject")).isEqualTo("Re: Quinces");
        assertThat(HeaderText.subject(parsed(item("Früchte 柿 und sehr viel mehr davon, ".repeat(5), "x"))
                        .value("Subject")))
                .isEqualTo("Re: "
                        + "Früchte 柿 und sehr viel mehr davon, ".repeat(5).strip());
    }

    @Test
    void nothingFromAMailStartsAHeaderLine() {
        Item evil = item(
                ALICE,
                "<a@b>\r\nX-Evil: 1",
                List.of("<c@d>\r\nX-Evil: 2", "x\0y"),
                "Hi\r\nBcc: eve@evil.example\r\n\r\nbody\0\u2028",
                "text\r\n.\r\nQUIT",
                "answer\r\n.\r\nmore");
        String raw = raw(evil);
        ParsedMail mail = Parsed.mail(raw);
        assertThat(mail.headers()).extracting(ParsedMail.Header::name).doesNotContain("bcc", "x-evil");
        assertThat(mail.value("Subject")).isEqualTo("Re: Hi Bcc: eve@evil.example body");
        assertThat(mail.value("References")).isEqualTo("<c@d> <a@b>");
        assertThat(raw).doesNotContain("\0");
        assertThat(raw.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void everyLineIsShortEnoughForAnyServer() {
        List<String> chain = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> "<" + "x".repeat(200) + i + "@f.example>")
                .toList();
        String raw = raw(item(ALICE, "<q@f>", chain, "s".repeat(300), "t".repeat(3000), "word ".repeat(5000)));
        assertThat(raw.lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void aSenderThatIsNoPlainAddressIsNotWrittenTo() {
        assertThatThrownBy(() -> raw(item("a@b\r\nBcc: c@d", "", List.of(), "x", "y", "z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recipient must be one plain address");
    }

    private static Item own(String about, String to, String subject, String markdown) {
        Instant at = Instant.parse("2026-11-22T11:00:00Z");
        return new Item(
                "out-1",
                Stage.ANSWERED,
                "",
                Optional.empty(),
                Optional.of(new Outbound("k", "", about, to, subject, markdown)),
                Optional.empty(),
                Optional.of(new Step.Answered(markdown, "outbound", "{}", List.of())),
                Optional.empty(),
                0,
                "",
                false,
                at,
                at);
    }

    @Test
    void aMailOfOurOwnAccordAnswersNobody() {
        ParsedMail mail = parsed(own("", ALICE, "Disk\r\nfull", "Look."));
        assertThat(mail.value("Subject")).isEqualTo("Disk full");
        assertThat(mail.value("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.first("In-Reply-To")).isEmpty();
        assertThat(mail.plain().orElseThrow()).startsWith("Look.").doesNotContain("wrote");
    }

    @Test
    void aMailOfOurOwnAccordAboutAnItemIsAReplyInItsConversation() {
        Item about = item(ALICE, "<q@f.example>", List.of("<p@f.example>"), "AW: Quinces", "When?", "later");
        Item own = own(about.id(), ALICE, "The model is away", "It takes *longer*.");
        ParsedMail mail = Parsed.mail(
                new String(composer.compose(own, Optional.of(about), author).bytes(), StandardCharsets.US_ASCII));
        assertThat(mail.value("To")).isEqualTo("<" + ALICE + ">");
        assertThat(mail.value("Subject")).isEqualTo("Re: Quinces");
        assertThat(mail.value("In-Reply-To")).isEqualTo("<q@f.example>");
        assertThat(mail.value("References")).isEqualTo("<p@f.example> <q@f.example>");
        assertThat(mail.value("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(mail.value("X-Dharmic-Item")).isEqualTo("out-1");
        assertThat(mail.value("Message-ID"))
                .isNotEqualTo(composer.compose(about, Optional.empty(), author).messageId());
        assertThat(mail.plain().orElseThrow())
                .startsWith("It takes longer.")
                .contains("> When?")
                .contains("About item item-7");
    }

    @Test
    void nobodyElseGetsAMailThatQuotesAConversation() {
        Item about = item("Quinces", "later");
        assertThatThrownBy(() ->
                        composer.compose(own(about.id(), "eve@evil.example", "x", "y"), Optional.of(about), author))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recipient must be who wrote item item-7");
    }

    @Test
    void aConversationThatIsNoLongerKnownLeavesAMailOfItsOwn() {
        ParsedMail mail = parsed(own("gone", ALICE, "The model is away", "It takes longer."));
        assertThat(mail.value("Subject")).isEqualTo("The model is away");
        assertThat(mail.first("References")).isEmpty();
    }

    @Test
    void placesAreFootnotesUnderTheAnswer() {
        ParsedMail mail = parsed(item("Filter", "Every 6 months (`home/filter.md#L3-L9`), see `b.md#L1-L2`."));
        assertThat(mail.plain().orElseThrow())
                .startsWith(
                        "Every 6 months [1], see [2].\r\n\r\nSources:\r\n[1] home/filter.md#L3-L9\r\n[2] b.md#L1-L2\r\n\r\n");
        assertThat(mail.html().orElseThrow())
                .contains("[1]</sup>")
                .contains("[1] <code>home/filter.md#L3-L9</code>")
                .contains("[2] <code>b.md#L1-L2</code>");
    }

    @Test
    void aCommandsPlacesStandWhereTheyWereAskedFor() {
        Item asked = item("Search", "**Filter**, `home/filter.md#L3-L9`");
        Item command = new Item(
                asked.id(),
                asked.stage(),
                asked.account(),
                asked.arrival(),
                asked.outbound(),
                asked.admitted(),
                asked.answered().map(each -> new Step.Answered(each.markdown(), "command", "{}", List.of())),
                asked.ready(),
                0,
                "",
                false,
                asked.createdAt(),
                asked.updatedAt());
        assertThat(parsed(command).plain().orElseThrow())
                .startsWith("Filter, home/filter.md#L3-L9\r\n")
                .doesNotContain("Sources");
    }

    @Test
    void aQuestionIsQuotedWithItsOwnQuotesAndInPartWhenItIsLong() {
        String text = "Hello\n> you said\n>> and I\n-- \nnot a signature\n" + "words and more ".repeat(400);
        String plain =
                parsed(item(ALICE, "", List.of(), "x", text, "y")).plain().orElseThrow();
        assertThat(plain)
                .contains("\r\n> Hello\r\n>> you said\r\n>>> and I\r\n> --\r\n> not a signature\r\n")
                .contains("\r\n> […]\r\n");
        assertThat(plain.lines().filter(line -> line.equals("-- "))).hasSize(1);
        assertThat(plain).hasSizeLessThan(6000);
    }

    @Test
    void theDirectionOfAScriptIsItsOwn() {
        assertThat(parsed(item("سؤال", "في أكتوبر.")).html().orElseThrow())
                .containsIgnoringNewLines("<div dir=\"auto\"><p>في أكتوبر.</p>");
    }

    /** Whatever a mail holds: the headers are ours, one line each, and no line is longer than a server takes. */
    @Test
    void noMailHasAHandInTheHeaders() {
        Random random = new Random(7);
        String[] pieces = {
            "\r\n",
            "\n",
            "\r",
            "\0",
            "\u2028",
            "\u0085",
            "Bcc: eve@evil.example",
            "\r\n\r\n",
            ".",
            "=?utf-8?Q?=0D=0AX-Evil:_1?=",
            "<a@b>",
            "<",
            ">",
            "\"",
            "柿",
            "\ud83d",
            "\udc00",
            " ",
            "\t",
            "x".repeat(1200),
            "--",
            "=",
            "%0d%0a",
            ";",
            "Re:",
            "`a.md#L1`"
        };
        for (int run = 0; run < 500; run++) {
            String raw = raw(item(
                    ALICE,
                    mix(random, pieces),
                    List.of(mix(random, pieces), mix(random, pieces)),
                    mix(random, pieces),
                    mix(random, pieces),
                    mix(random, pieces)));
            ParsedMail mail = Parsed.mail(raw);
            assertThat(mail.headers())
                    .extracting(header -> header.name().toLowerCase(Locale.ROOT))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(
                            "date",
                            "from",
                            "to",
                            "subject",
                            "message-id",
                            "in-reply-to",
                            "references",
                            "auto-submitted",
                            "x-auto-response-suppress",
                            "x-dharmic-item",
                            "mime-version",
                            "content-type");
            assertThat(mail.value("To")).isEqualTo("<" + ALICE + ">");
            assertThat(raw.replace("\r\n", ""))
                    .doesNotContain("\r")
                    .doesNotContain("\n")
                    .doesNotContain("\0");
            assertThat(raw.lines()).allMatch(line -> line.length() <= 998);
            assertThat(raw.chars()).allMatch(c -> c < 128);
        }
    }

    private static String mix(Random random, String... pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mail").resolve("test.key");
        byte[] made = new ReplyKey(file).get();
        assertThat(new ReplyKey(file).get()).isEqualTo(made).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> new ReplyKey(file).get()).hasMessageContaining("test.key");
    }
}
