package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final String RESULTS = "dmarc=pass header.from=sandbox.test";
    private static final String RECEIVED = "from submission by sandbox.test; Sun, 22 Nov 2026 12:00:00 GMT";
    private static final String TOP =
            "Authentication-Results: sandbox.test; " + RESULTS + "\r\nReceived: " + RECEIVED + "\r\n";

    private static String stamped(String mail) {
        byte[] stamped = Trace.stamp(mail.getBytes(StandardCharsets.ISO_8859_1), "sandbox.test", RESULTS, RECEIVED);
        return new String(stamped, StandardCharsets.ISO_8859_1);
    }

    @Test
    void resultsStandAboveTheProvidersOwnReceived() {
        assertThat(stamped("From: a@b.test\r\n\r\nbody\r\n")).isEqualTo(TOP + "From: a@b.test\r\n\r\nbody\r\n");
    }

    @Test
    void resultsThatClaimToBeTheProvidersAreRemovedHoweverTheyAreWritten() {
        String forged = "Authentication-Results: sandbox.test; dmarc=pass\r\n"
                + "AUTHENTICATION-RESULTS:SANDBOX.TEST;\r\n\tdmarc=pass\r\n"
                + "Authentication-Results: (a (nested) comment) \"sandbox.test\" 1; dmarc=pass\r\n"
                + "Authentication-Results :\r\n sandbox.test;\r\n dkim=pass\r\n"
                + "Authentication-Results:\r\n";
        assertThat(stamped(forged + "From: a@b.test\r\n\r\nbody")).isEqualTo(TOP + "From: a@b.test\r\n\r\nbody");
    }

    @Test
    void resultsOfOthersStay() {
        String other = "Authentication-Results: sandbox.test.example; dmarc=fail\r\nSubject: x\r\n\r\n";
        assertThat(stamped(other)).isEqualTo(TOP + other);
    }

    @Test
    void whatLooksLikeAFieldInTheBodyStays() {
        String mail = "Subject: x\n\nAuthentication-Results: sandbox.test; dmarc=pass\n\u00ff";
        assertThat(stamped(mail)).isEqualTo(TOP + mail);
    }

    @Test
    void aMailWithoutABodyKeepsItsHeader() {
        assertThat(stamped("Subject: x\r\n y")).isEqualTo(TOP + "Subject: x\r\n y");
    }
}
