package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedHistoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "And now?\n\nOn Sun, 22 Nov 2026 at 10:00, Agent <agent@example.org> wrote:\n> In October.\n> Yes.\n",
                "And now?\r\n\r\nOn Sun, 22 Nov 2026 at 10:00, Agent\r\n<agent@example.org> wrote:\r\n\r\n> In October.\r\n",
                "And now?\n\nAm 22.11.2026 um 10:00 schrieb Agent:\n> Im Oktober.\n",
                "And now?\n\nLe 22 novembre 2026, Agent a écrit :\n> En octobre.\n",
                "And now?\n\n-----Original Message-----\nFrom: Agent\nIn October.\n",
                "And now?\n\nFrom: Agent <agent@example.org>\nSent: Sunday\nTo: Alice\nSubject: x\n\nIn October.\n",
                "And now?\n\n> In October.\n",
                "And now?\n-- \nAlice\nTel. 1\n",
                "And now?\n\n> In October.\n\n-- \nAlice\n"
            })
    void theNewWordsAreTheText(String body) {
        QuotedHistory split = QuotedHistory.split(body);
        assertThat(split.text()).isEqualTo("And now?");
        assertThat(split.quoted()).isNotBlank();
    }

    @Test
    void answersBetweenTheQuotesStay() {
        String body = "On Sunday someone wrote:\n> In October?\nNo, in May.\n> Sure?\nYes.";
        assertThat(QuotedHistory.split(body)).isEqualTo(new QuotedHistory(body, ""));
    }

    @Test
    void whereOnlyAQuoteIsThatIsTheText() {
        assertThat(QuotedHistory.split("> In October.\n").text()).isEqualTo("> In October.");
    }

    @Test
    void wordsThatOnlyLookLikeAnAttributionStay() {
        String body = "On Sunday I wrote:\na letter.";
        assertThat(QuotedHistory.split(body).text()).isEqualTo(body);
    }
}
