package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.james.jdkim.exceptions.FailException;
import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {

    private static final Instant NOW = Instant.now();
    private static final String LINES =
            "From: Alice <alice@friends.example>\r\nTo: agent@example.org\r\nSubject: Quinces\r\nDate: "
                    + DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC)) + "\r\n";
    private static final String BODY = "When?\r\n";
    private static final KeyPair KEYS = keys();

    /** RFC 8463 appendix A. */
    private static final String EXAMPLE =
            "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;"
                    + "\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject :"
                    + " date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
                    + " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
                    + " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\nFrom: Joe SixPack <joe@football.example.com>\r\n"
                    + "To: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\n"
                    + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
                    + "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\nHi.\r\n\r\n"
                    + "We lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

    private static final String EXAMPLE_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private String published = "v=DKIM1; k=ed25519; p=" + publicKey();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String publicKey() {
        byte[] encoded = KEYS.getPublic().getEncoded();
        return base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] digest(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With the forms simple/simple: what is signed are the lines as they stand, and the signature's own without its value. */
    private static String signed() throws GeneralSecurityException {
        String line = "DKIM-Signature: v=1; a=ed25519-sha256; d=friends.example; s=k1; h=from:to:subject:date; bh="
                + base64(digest(BODY)) + "; b=";
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KEYS.getPrivate());
        signature.update(digest(LINES + line));
        return line + base64(signature.sign()) + "\r\n" + LINES + "\r\n" + BODY;
    }

    private String verdict(String mail) throws Exception {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        Candidate candidate =
                new Candidate("item-1", false, Parsed.mail(mail), () -> new ByteArrayInputStream(bytes), NOW);
        return new Dkim((name, rules) -> List.of(published), Clock.systemUTC())
                .verdict(candidate, Policies.ALICE, Policies.plain());
    }

    private String refusal(String mail) {
        Refused refused = catchThrowableOfType(Refused.class, () -> verdict(mail));
        assertThat(refused).as(mail).isNotNull();
        return refused.getMessage();
    }

    private static void verify(String mail, String key) throws Exception {
        InputStream in = new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8));
        RawHeaders headers = RawHeaders.read(in);
        String line = headers.getFields("dkim-signature").get(0);
        Ed25519.verify(DkimSignature.parse(line).orElseThrow(), key, headers, in);
    }

    @Test
    void theExampleOfTheStandardHolds() {
        assertThatCode(() -> verify(EXAMPLE, EXAMPLE_KEY)).doesNotThrowAnyException();
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                mail -> mail.replace("hungry", "angry"),
                mail -> mail.replace("Is dinner", "Was dinner"),
                mail -> "From: Eve <eve@football.example.com>\r\n" + mail,
                mail -> mail.replace("t=1528637909", "t=1528637908"),
                mail -> mail.replace("b=/gCr", "b=/gCs"))) {
            assertThatThrownBy(() -> verify(change.apply(EXAMPLE), EXAMPLE_KEY)).isInstanceOf(FailException.class);
        }
    }

    @Test
    void theSignatureOfTheSendersDomainVouches() throws Exception {
        assertThat(verdict(signed())).isEqualTo("DKIM: d=friends.example s=k1");
    }

    @Test
    void whatWasChangedDoesNotHold() throws Exception {
        assertThat(refusal(signed().replace("When?", "When!"))).contains("does not hold: the body");
        assertThat(refusal(signed() + "More.\r\n")).contains("does not hold: the body");
        assertThat(refusal(signed().replace("Quinces", "Pears"))).contains("does not hold: the lines");
        assertThat(refusal(signed().replace("; b=", "; z=x; b="))).contains("does not hold: the lines");
        assertThat(refusal("Subject: Pears\r\n" + signed())).contains("must be exactly one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DKIM1; k=rsa; p=%s",
                "v=DKIM1; p=%s",
                "v=DKIM2; k=ed25519; p=%s",
                "v=DKIM1; k=ed25519; t=y; p=%s",
                "v=DKIM1; k=ed25519; h=sha1; p=%s",
                "v=DKIM1; k=ed25519; s=tlsrpt; p=%s",
                "v=DKIM1; k=ed25519; p=AAAA%s",
                "v=DKIM1; k=ed25519; p=AAAA",
                "v=DKIM1; k=ed25519; p=!",
                "v=DKIM1; k=ed25519; p=",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
            })
    void aKeyThatIsNotForThisIsRefused(String record) throws Exception {
        published = String.format(record, publicKey());
        refusal(signed());
    }

    @Test
    void aSignatureOfAnotherKindIsNotTriedWithSuchAKey() {
        Signer rsa = new Signer(2048);
        refusal(rsa.sign(LINES + "\r\n" + BODY, "v=1; a=rsa-sha256; d=friends.example; s=k1; h=from:to:subject:date"));
    }
}
