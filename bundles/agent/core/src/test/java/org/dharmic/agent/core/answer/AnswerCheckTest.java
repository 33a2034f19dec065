package org.dharmic.agent.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerCheckTest {

    @Test
    void anAnswerIsCleanedAndCut() {
        assertThat(AnswerCheck.checked(" a\u0000b\u001B[31m\r\nc ", 500, Redaction.NONE))
                .isEqualTo("ab[31m\nc");
        assertThat(AnswerCheck.checked("\u0000 \u0007", 500, Redaction.NONE)).isEmpty();
        assertThat(AnswerCheck.checked("word\n".repeat(1_000), 1_000, Redaction.NONE))
                .hasSizeLessThanOrEqualTo(1_000)
                .contains("cut here");
        assertThat(AnswerCheck.checked("\uD83D\uDE00".repeat(1_000), 601, Redaction.NONE))
                .matches("(?s)(\uD83D\uDE00)+.*");
    }
}
