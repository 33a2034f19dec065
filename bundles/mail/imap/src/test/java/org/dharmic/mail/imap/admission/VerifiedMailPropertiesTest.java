package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;

/**
 * Whatever a verified sender writes, however broken his program or his intent: the mail is admitted or rejected with a
 * reason on one line, and the reply to it has the headers we gave it and no other.
 */
class VerifiedMailPropertiesTest {

    private static final List<String> OURS = List.of(
            "date:",
            "from:",
            "to:",
            "subject:",
            "message-id:",
            "in-reply-to:",
            "references:",
            "auto-submitted:",
            "x-auto-response-suppress:",
            "x-dharmic-item:",
            "mime-version:",
            "content-type:");

    private final ImapSettings settings = Settings.plain().settings();
    private final ReplyComposer composer = new ReplyComposer(() -> new byte[32]);

    @Provide
    Arbitrary<String> mails() {
        Arbitrary<String> value = Arbitraries.of(
                        "\r",
                        "\n",
                        "\r\n",
                        "\r\n ",
                        "\0",
                        "\u2028",
                        "\u0085",
                        "Bcc: eve@evil.example",
                        "X-Evil: 1",
                        "=?utf-8?q?=0D=0ABcc:_eve=40evil=2Eexample?=",
                        "=?utf-8?b?DQpYLUV2aWw6IDE=?=",
                        "=?utf-16?b?AA0ACgBYAC0A?=",
                        "=?x-nope?q?a?=",
                        "<a@b>",
                        "<a\r@b>",
                        "Re: ",
                        "é",
                        "\ud83d",
                        ";",
                        "\"",
                        "charset=x-nope",
                        "text/html",
                        "multipart/mixed; boundary=b",
                        "base64",
                        "quoted-printable",
                        "When?",
                        "x".repeat(300))
                .list()
                .ofMaxSize(6)
                .map(words -> String.join("", words));
        Arbitrary<String> header = Combinators.combine(
                        Arbitraries.of(
                                "Subject",
                                "Message-ID",
                                "References",
                                "In-Reply-To",
                                "Date",
                                "Reply-To",
                                "Content-Type",
                                "Content-Transfer-Encoding",
                                "Content-Disposition",
                                "",
                                " ",
                                ":"),
                        value)
                .as((name, text) -> name + ": " + text + "\r\n");
        return Combinators.combine(header.list().ofMaxSize(6), value, value)
                .as((headers, body, part) ->
                        String.join("", headers) + "\r\n" + body + "\r\n--b\r\n" + part + "\r\n--b--\r\n");
    }

    @Property(tries = 500)
    void itIsAdmittedOrRejected(@ForAll("mails") String mail) {
        String genuine = Mails.genuine(Settings.ALICE) + "From: Alice <" + Settings.ALICE + ">\r\n";
        try {
            Step.Admitted admitted = Admissions.admit(genuine + mail, settings);
            assertThat(admitted.sender()).isEqualTo(Settings.ALICE);
            assertThat(admitted.text() + admitted.quoted()).doesNotContain("\0", "\r");
            checkReply(admitted);
        } catch (Refused e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\r", "\n", "\0");
        }
    }

    @Property(tries = 500)
    void withoutAFromItIsRejected(@ForAll("mails") String mail) {
        try {
            Admissions.admit(Mails.genuine(Settings.ALICE) + mail, settings);
            throw new AssertionError("admitted");
        } catch (Refused e) {
            assertThat(e.why()).isEqualTo(Refused.Why.MALFORMED);
        }
    }

    private void checkReply(Step.Admitted admitted) {
        Instant at = Instant.parse("2026-11-22T10:00:00Z");
        Item item = new Item(
                "item-1",
                Stage.ANSWERED,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.of(admitted),
                Optional.of(new Step.Answered("In October.", "test", "{}", List.of())),
                Optional.empty(),
                0,
                "",
                false,
                at,
                at);
        String reply = new String(
                composer.compose(item, Optional.empty(), settings.author()).bytes(), StandardCharsets.ISO_8859_1);
        String header = reply.substring(0, reply.indexOf("\r\n\r\n"));
        assertThat(header.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        for (String line : header.split("\r\n")) {
            boolean continued = line.startsWith(" ") || line.startsWith("\t");
            assertThat(continued
                            || OURS.stream().anyMatch(name -> line.toLowerCase(Locale.ROOT)
                                    .startsWith(name)))
                    .as(line)
                    .isTrue();
        }
    }
}
