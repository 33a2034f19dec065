package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void controlSequencesAreDroppedWhereverTheyAreCut() throws IOException {
        String coloured = "\u001b[1;31mré\u001b[0md\u001b]0;title\u0007 and\u001b]0;t\u001b\\ \u001b(plain";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PlainText plain = new PlainText(out)) {
            for (byte b : coloured.getBytes(StandardCharsets.UTF_8)) {
                plain.write(b);
            }
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("réd and plain");
    }
}
