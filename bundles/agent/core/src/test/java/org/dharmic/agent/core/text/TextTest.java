package org.dharmic.agent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void aNameHasNoMarkupAndNothingEscaped() {
        assertThat(Text.name("*Two* [[notes]] › a_b > `c`\n\\")).isEqualTo("Two notes › a_b › c");
    }
}
