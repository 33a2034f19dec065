package org.dharmic.agent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.dharmic.journal.Attachment;
import org.junit.jupiter.api.Test;

class TextFileTest {

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
