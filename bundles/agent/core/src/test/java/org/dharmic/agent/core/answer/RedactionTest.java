package org.dharmic.agent.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void secretsOfKnownFormsDoNotTravelByMail() {
        Redaction known = new Redaction(true, "IBAN [A-Z0-9 ]+");
        String text =
                "key " + "sk-" + "a1".repeat(20) + ", AKIAABCDEFGHIJKLMNOP, ghp_0123456789abcdefghijABCDEFGHIJ0123\n"
                        + "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nand IBAN DE02 1203. Fine.";

        assertThat(known.of(text))
                .isEqualTo("key [removed: a secret], [removed: a secret], [removed: a secret]\n"
                        + "[removed: a secret]\nand [removed: a secret]. Fine.");
        assertThat(Redaction.NONE.of(text)).isEqualTo(text);
        assertThat(known.of("The desk-lamp and the risk-averse are no secrets."))
                .doesNotContain("removed");
        assertThat(Redaction.isPattern("(")).isFalse();
        assertThat(known).isEqualTo(new Redaction(true, "IBAN [A-Z0-9 ]+")).isNotEqualTo(Redaction.NONE);
    }
}
