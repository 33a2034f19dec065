package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.dharmic.mail.imap.mime.Parsed;
import org.dharmic.mail.imap.mime.ParsedMail;

/** What holds for any input: nothing is thrown but what is meant to be, and nothing grows a line. */
class SenderPropertiesTest {

    private static final String ODD = "aA1.@<>\"\\()[]:;,=+ \t\r\n\0é\u0456\ud83d\ude00\u2028-_!*%";

    /** Text of the characters that structure headers. */
    @Provide
    Arbitrary<String> odd() {
        return Arbitraries.strings().withChars(ODD.toCharArray()).ofMaxLength(120);
    }

    @Provide
    Arbitrary<List<ParsedMail.Header>> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "from",
                "to",
                "received",
                "authentication-results",
                "dkim-signature",
                "references",
                "in-reply-to",
                "message-id",
                "subject",
                "precedence",
                "auto-submitted",
                "content-type",
                "return-path",
                "delivered-to");
        Arbitrary<String> pieces = Arbitraries.of(
                "alice@friends.example",
                "mx.example.org",
                "dmarc=pass",
                "header.from=friends.example",
                "; ",
                "d=friends.example",
                "v=1",
                "b=abc",
                "(",
                ")",
                "\"",
                "<",
                ">",
                ",",
                " ",
                "=?utf-8?q?x?=",
                "\\",
                "<a.bcdefghijklmnopqrstuvwxyz234567ab@example.org>");
        Arbitrary<String> values = pieces.list().ofMaxSize(12).map(list -> String.join("", list));
        return net.jqwik.api.Combinators.combine(names, Arbitraries.oneOf(values, odd()))
                .as(ParsedMail.Header::new)
                .list()
                .ofMaxSize(12);
    }

    private static ParsedMail mail(List<ParsedMail.Header> headers) {
        String raw = headers.stream()
                .map(header -> header.name() + ": " + header.value().replaceAll("[\\r\\n\\x00]", " ") + "\r\n")
                .collect(Collectors.joining());
        return Parsed.mail(raw + "\r\nx");
    }

    @Property(tries = 2000)
    void anAddressThatIsReadIsOnePlainAddress(@ForAll("odd") String line) {
        Optional<String> address = Addresses.fromLine(line);
        address.ifPresent(each -> {
            assertThat(each).matches("[\\x21-\\x7e]+@[a-z0-9.-]+").doesNotContain("<", ">", ",", "\"", "(", ";", ":");
            assertThat(each.indexOf('@')).isEqualTo(each.lastIndexOf('@'));
            assertThat(Addresses.strict(each)).contains(each); // reading it again changes nothing
            assertThat(line.toLowerCase(java.util.Locale.ROOT)).contains(each); // nothing was made up
        });
    }

    @Property(tries = 1000)
    void whatStandsBesideAnAddressNeverBecomesTheSender(@ForAll("odd") String before, @ForAll("odd") String after) {
        Optional<String> read = Addresses.fromLine(before + "<eve@evil.example>" + after);
        assertThat(read.orElse("eve@evil.example")).isEqualTo("eve@evil.example");
    }

    @Property(tries = 1000)
    void mentionedAddressesArePlain(@ForAll("odd") String line) {
        Addresses.mentioned(line)
                .forEach(each -> assertThat(Addresses.strict(each)).contains(each));
    }

    @Property(tries = 1000)
    void anyResultsLineIsReadOrNot(@ForAll("odd") String line) {
        AuthenticationResults.parse(line)
                .ifPresent(results -> assertThat(results.authservId()).isNotEmpty());
        AuthenticationResults.parse("mx.example.org; " + line);
    }

    @Property(tries = 1000)
    void anyTagListIsReadOrNot(@ForAll("odd") String text) {
        Tags.parse(text).ifPresent(tags -> assertThat(tags.values()).isNotEmpty());
        DkimSignature.parse("DKIM-Signature: " + text).ifPresent(signature -> {
            signature.weakness();
            assertThat(signature.mark()).hasSize(32);
        });
    }

    @Property(tries = 1000)
    void whateverAMailSaysWithoutOurServersWordAndASignatureItIsRefused(
            @ForAll("headers") List<ParsedMail.Header> headers) throws NotNow, IOException {
        ParsedMail mail = mail(headers.stream()
                .filter(header -> !header.name().equals("authentication-results"))
                .toList());
        Refused refused = null;
        try {
            keeper().admit(new Candidate("i", false, mail, () -> bytes("x"), Instant.now()), Policies.plain());
        } catch (Refused e) {
            refused = e;
        }
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).hasSizeLessThan(2_000).doesNotContain("\r", "\n", "\0");
    }

    @Property(tries = 1000)
    void whateverAMailSaysItIsDecidedAndOnlyForAlice(@ForAll("headers") List<ParsedMail.Header> headers)
            throws NotNow, IOException {
        try {
            Speaker speaker = keeper().admit(
                            new Candidate("i", false, mail(headers), () -> bytes("x"), Instant.now()),
                            Policies.plain());
            assertThat(speaker.address()).isEqualTo(Policies.ALICE);
            assertThat(speaker.verdict()).contains("friends.example").doesNotContain("\r", "\n");
        } catch (Refused e) {
            assertThat(e.getMessage()).doesNotContain("\r", "\n", "\0");
        }
    }

    @Property(tries = 500)
    void aThreadKeepsIdsOnlyAndNeverALine(@ForAll("odd") String references, @ForAll("odd") String id) {
        ParsedMail mail = mail(List.of(
                new ParsedMail.Header("references", "<1@f> " + references), new ParsedMail.Header("message-id", id)));
        MailThread thread = MailThread.of(mail, Policies.ALICE, references, (other, sender) -> Optional.empty());
        assertThat(thread.references()).allMatch(each -> each.matches("<[\\x21-\\x7e]+>"));
        assertThat(thread.key()).matches("[0-9a-f]{32}");
    }

    @Property(tries = 1000)
    void noGuessIsAToken(@ForAll @CharRange(from = 'a', to = 'z') @StringLength(32) String guess) {
        assertThat(new ReplyTokens(() -> new byte[32]).check(guess, Policies.ALICE, Instant.EPOCH))
                .isEmpty();
    }

    @Property(tries = 500)
    void rawHeaderLinesAreWholeOrRefused(@ForAll("odd") String head) throws IOException {
        try {
            RawHeaders headers = RawHeaders.read(bytes(head + "\r\n\r\nbody"));
            assertThat(headers.getFields()).allMatch(line -> line.indexOf(':') > 0 && !line.endsWith("\r\n"));
        } catch (Refused e) {
            assertThat(e.why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        }
    }

    @Property(tries = 500)
    void aListOfGrantsIsReadOrRefused(@ForAll("odd") String list) {
        try {
            Map<String, Grant> grants = Grant.parse(list, new Grant(org.dharmic.mail.Tier.ASK, "all"));
            grants.keySet().forEach(each -> assertThat(Addresses.strict(each)).contains(each));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With files that are never written: nothing here comes so far. */
    private static Doorkeeper keeper() {
        java.nio.file.Path nowhere = java.nio.file.Path.of("target", "never-written");
        return new Doorkeeper(
                new Correspondents(nowhere.resolve("senders")),
                new ReplyTokens(() -> new byte[32]),
                new Dkim((name, rules) -> List.of(), java.time.Clock.systemUTC()),
                new ReplayGuard(nowhere.resolve("admitted")),
                new Caps(System::nanoTime),
                java.time.Clock.systemUTC());
    }
}
