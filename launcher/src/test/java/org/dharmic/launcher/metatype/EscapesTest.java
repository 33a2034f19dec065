package org.dharmic.launcher.metatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"folder = C:\\users\\me", "folder = a\\\\\\u12g4x", "a = 1\nfolder=\\\n  \\uuuuu"})
    void isWhatNoReaderOfPropertiesTakes(String text) {
        assertThat(Escapes.problem(text)).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> new Properties().load(new StringReader(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "folder = C:\\\\users\\\\me",
                "name = caf\\u00e9",
                "# folder = C:\\users",
                "! \\u",
                "folder = /home/me",
                ""
            })
    void leavesTheOthers(String text) throws IOException {
        assertThat(Escapes.problem(text)).isEmpty();
        new Properties().load(new StringReader(text));
    }

    @Test
    void namesKeyAndLineAndNoValue() {
        assertThat(Escapes.problem("# words\nsmtp.password = top\\usecret\n")).hasValueSatisfying(problem -> {
            assertThat(problem.key()).isEqualTo("smtp.password");
            assertThat(problem.message("etc/room.cfg")).contains("line 2").doesNotContain("secret");
        });
        assertThat(Escapes.problem("folder = \\\n  C:\\users"))
                .hasValueSatisfying(problem -> assertThat(problem.key()).isEqualTo("line 2"));
    }
}
