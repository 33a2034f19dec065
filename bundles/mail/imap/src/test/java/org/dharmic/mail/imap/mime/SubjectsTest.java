package org.dharmic.mail.imap.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Quinces",
                "Re: Quinces",
                "RE: Quinces",
                "re:Quinces",
                "AW: Quinces",
                "Antwort: Quinces",
                "SV: Quinces",
                "VS: Quinces",
                "Antw: Quinces",
                "Odp: Quinces",
                "Odg: Quinces",
                "R: Quinces",
                "RIF: Quinces",
                "RES: Quinces",
                "YNT: Quinces",
                "Vá: Quinces",
                "VÁ: Quinces",
                "ΑΠ: Quinces",
                "ΣΧΕΤ: Quinces",
                "Отв: Quinces",
                "回复：Quinces",
                "回覆: Quinces",
                "返信: Quinces",
                "답장: Quinces",
                "رد: Quinces",
                "תשובה: Quinces",
                "RÉP. : Quinces",
                "RE : Quinces",
                "Re[2]: Quinces",
                "Re (3): Quinces",
                "Re^4: Quinces",
                "Re: AW: SV: RE: Quinces",
                "Re:Re:Re: Quinces",
                "TR: Quinces",
                "WG: AW: Quinces",
                "Fwd: Re: Quinces",
                "İLT: Quinces",
                "轉寄: Quinces"
            })
    void reStandsOnceWhateverStoodThere(String subject) {
        assertThat(Subjects.reply(subject)).isEqualTo("Re: Quinces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rebate: 5 %",
                "Regarding: x",
                "Are: you",
                "Research: a plan",
                "r: lower case",
                "i: lower case",
                "Answer: 42",
                "Redo",
                "10:30 at the well",
                "[team] Quinces",
                "AWS: costs",
                "Vase: blue",
                "Rest: who needs it"
            })
    void aWordOfTheSubjectStays(String subject) {
        assertThat(Subjects.reply(subject)).isEqualTo("Re: " + subject);
        assertThat(Subjects.isReply(subject)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[EXT] RE: Quinces          | Re: [EXT] Quinces",
                "RE: [EXT] AW: Quinces      | Re: [EXT] Quinces",
                "[EXT] RE: [EXT] Quinces    | Re: [EXT] Quinces",
                "[a] [b] Re: [a] RE: x [c]  | Re: [a] [b] x [c]",
            })
    void aTagStaysOnce(String subject, String reply) {
        assertThat(Subjects.reply(subject)).isEqualTo(reply);
    }

    @Test
    void aForwardIsNoAnswer() {
        assertThat(Subjects.isReply("Fwd: Quinces")).isFalse();
        assertThat(Subjects.isReply("TR: Quinces")).isFalse();
        assertThat(Subjects.isReply("Fwd: Re: Quinces")).isTrue();
        assertThat(Subjects.isReply("AW: Quinces")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Re:", "RE: AW: ", "[EXT"})
    void thereIsAlwaysASubject(String subject) {
        assertThat(Subjects.reply(subject)).startsWith("Re: ").hasSizeGreaterThan(5);
        assertThat(Subjects.reply(Subjects.reply(subject))).isEqualTo(Subjects.reply(subject));
    }

    @Test
    void aLongHostileSubjectCostsNothing() {
        String hostile = "[a] ".repeat(20_000) + "Re" + "(1)".repeat(20_000);
        assertThat(Subjects.reply(hostile)).endsWith(hostile.strip());
        assertThat(Subjects.reply("Re: ".repeat(2_000) + "x")).isEqualTo("Re: x");
    }
}
