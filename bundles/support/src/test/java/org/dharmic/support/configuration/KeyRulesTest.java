package org.dharmic.support.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.Test;

class KeyRulesTest {

    @Test
    void aKeyThatIsNotSetIsRight() {
        assertThat(KeyRules.of("a.room", Map.of())
                        .key("size", value -> false, "nothing")
                        .problems())
                .isEmpty();
    }

    @Test
    void whatIsWrongNamesKeyValueAndFile() {
        assertThat(KeyRules.of("a.room", Map.of("size", 3, "name", "x"))
                        .key("size", "4"::equals, "4")
                        .key("name", "x"::equals, "x")
                        .problems())
                .extracting(ConfigProblem::message)
                .containsExactly("size must be 4, was '3' (etc/a.room.cfg)");
    }

    @Test
    void aValueThatIsNoPathIsWrong() {
        assertThat(KeyRules.of("a.room", Map.of("folder", "a\0b"))
                        .key("folder", value -> Path.of(value).isAbsolute(), "an absolute path")
                        .problems())
                .hasSize(1);
    }
}
