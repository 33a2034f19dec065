package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.dharmic.journal.Attachment;
import org.junit.jupiter.api.Test;

/** What comes from outside and what goes there. */
class OutsideTest {

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

    @Test
    void textIsToldFromOtherBytes() {
        assertThat(TextFile.decoded("Grüße".getBytes(StandardCharsets.UTF_8), false))
                .contains("Grüße");
        assertThat(TextFile.decoded(Arrays.copyOf("aü".getBytes(StandardCharsets.UTF_8), 2), true))
                .as("cut off within a character")
                .contains("a");
        assertThat(TextFile.decoded("Grüße".getBytes(Charset.forName("windows-1252")), false))
                .contains("Grüße");
        assertThat(TextFile.decoded("\uFEFFGrüße".getBytes(StandardCharsets.UTF_8), false))
                .contains("Grüße");
        assertThat(TextFile.decoded("Grüße".getBytes(StandardCharsets.UTF_16), false))
                .contains("Grüße");
        assertThat(TextFile.decoded(new byte[] {'P', 'K', 3, 4, 0, 0}, false)).isEmpty();
        assertThat(TextFile.decoded(new byte[] {1, 2, 3, 4, 5, 6}, false)).isEmpty();
        assertThat(TextFile.decoded(new byte[0], false)).contains("");
        assertThat(TextFile.isLikely(new Attachment("a.MD", "application/octet-stream", 1, Optional.empty())))
                .isTrue();
        assertThat(TextFile.isLikely(new Attachment("a.html", "text/html", 1, Optional.empty())))
                .isFalse();
    }
}
