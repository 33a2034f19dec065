package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.Test;

class ReplyTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final String ALICE = Policies.ALICE;

    private final ReplyTokens tokens = new ReplyTokens(() -> new byte[32]);

    @Test
    void aTokenIsGoodForItsSenderUntilItExpires() {
        String token = tokens.make(ALICE, LATER);
        assertThat(token).matches("[a-z2-7]{32}").isEqualTo(tokens.make(ALICE, LATER));
        assertThat(tokens.check(token, ALICE, NOW)).contains(LATER);
        assertThat(tokens.check(token, ALICE, LATER.minusSeconds(1))).isPresent();
        assertThat(tokens.check(token, ALICE, LATER)).isEmpty();
        assertThat(tokens.check(token, "eve@friends.example", NOW)).isEmpty();
    }

    @Test
    void anotherKeyEndsAllTokens() {
        String token = new ReplyTokens(() -> new byte[] {1}).make(ALICE, LATER);
        assertThat(tokens.check(token, ALICE, NOW)).isEmpty();
    }

    @Test
    void noCharacterOfATokenCanBeChanged() {
        String token = tokens.make(ALICE, LATER);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.check(forged, ALICE, NOW)).as(forged).isEmpty();
        }
        assertThat(tokens.check("", ALICE, NOW)).isEmpty();
        assertThat(tokens.check(token + "a", ALICE, NOW)).isEmpty();
        assertThat(tokens.check(token.replace(token.charAt(5), '1'), ALICE, NOW))
                .isEmpty();
    }

    @Test
    void itComesBackInTheReferencesOfAnAnswer() {
        String id = tokens.messageId("abc", ALICE, LATER, "example.org");
        for (String line : new String[] {
            "In-Reply-To: " + id,
            "References: <1@f> " + id + " <2@f>",
            "References: <1@f>\r\n " + id.toUpperCase(Locale.ROOT)
        }) {
            assertThat(tokens.valid(Parsed.mail(line + "\r\n\r\n"), ALICE, NOW))
                    .as(line)
                    .contains(LATER);
        }
        assertThat(tokens.valid(Parsed.mail("Subject: " + id + "\r\n\r\n" + id), ALICE, NOW))
                .isEmpty();
    }

    @Test
    void itComesInAPlusAddress() {
        ReplyToken token = tokens.issue(ALICE, Policies.plain(), LATER.plusSeconds(30));
        assertThat(token.sender()).isEqualTo(ALICE);
        assertThat(token.expires()).isEqualTo(LATER);
        assertThat(token.address()).matches("agent\\+[a-z2-7]{32}@example\\.org");
        assertThat(token.reference()).matches("<console\\.[a-z2-7]{32}@example\\.org>");
        for (String name : new String[] {"To", "Cc", "Delivered-To", "X-Original-To"}) {
            String mail = name + ": \"The, agent\" <" + token.address() + ">, x@y.example\r\n\r\n";
            assertThat(tokens.valid(Parsed.mail(mail), ALICE, NOW)).as(name).contains(LATER);
        }
        assertThat(tokens.valid(Parsed.mail("In-Reply-To: " + token.reference() + "\r\n\r\n"), ALICE, NOW))
                .contains(LATER);
    }

    @Test
    void theBestOfSeveralCounts() {
        String expired = tokens.messageId("a", ALICE, NOW.minusSeconds(60), "example.org");
        String soon = tokens.messageId("b", ALICE, NOW.plusSeconds(60), "example.org");
        String later = tokens.messageId("c", ALICE, LATER, "example.org");
        String mail = "References: " + later + "\r\n " + expired + "\r\n " + soon + "\r\n\r\n";
        assertThat(tokens.valid(Parsed.mail(mail), ALICE, NOW)).contains(LATER);
    }

    @Test
    void aMailFullOfTokensCostsABoundedEffort() {
        String good = tokens.messageId("good", ALICE, LATER, "example.org");
        StringBuilder chain = new StringBuilder(good);
        for (int i = 0; i < 200; i++) {
            chain.append("\r\n <x").append(i).append('.').append("a".repeat(32)).append("@example.org>");
        }
        assertThat(tokens.valid(Parsed.mail("References: " + chain + "\r\n\r\n"), ALICE, NOW))
                .isEmpty();
        assertThat(tokens.valid(Parsed.mail("References: " + chain + "\r\n " + good + "\r\n\r\n"), ALICE, NOW))
                .isPresent();
    }

    @Test
    void addressesAreFoundBesideWhateverStandsInQuotesAndComments() {
        assertThat(Addresses.mentioned("\"a@b.example\" <c@d.example>, (e@f.example (g@h.example)) i@j.example"))
                .containsExactly("c@d.example", "i@j.example");
        assertThat(Addresses.mentioned("\"open a@b.example")).isEmpty();
        for (String piece : new String[] {"\"", "(", "\\a", "\"\\\"", "x", "()"}) {
            Addresses.mentioned("\"" + piece.repeat(30_000));
            Addresses.mentioned("(" + piece.repeat(30_000));
        }
    }

    @Test
    void base32IsThatOfTheStandard() {
        assertThat(Base32.encode("fooba".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo("mzxw6ytb");
        assertThat(Base32.decode("mzxw6ytb"))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("fooba"));
        assertThat(Base32.decode("mzxw6yt8")).isEmpty();
    }
}
