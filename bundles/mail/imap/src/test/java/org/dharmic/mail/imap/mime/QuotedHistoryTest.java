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
                "And now?\nOn Sun, 22 Nov 2026 at 10:00,\nAgent of the Garden\n<agent@example.org> wrote:\n> In October.\n",
                "And now?\n\nAm 22.11.2026 um 10:00 schrieb Agent:\n> Im Oktober.\n",
                "And now?\n\nAm So., 22. Nov. 2026 um 10:00 Uhr schrieb Agent <agent@example.org>:\n\n> Im Oktober.\n",
                "And now?\n\nLe 22 novembre 2026, Agent a écrit :\n> En octobre.\n",
                "And now?\n\nEl dom, 22 nov 2026 a las 10:00, Agent (<agent@example.org>) escribió:\n\n> En octubre.\n",
                "And now?\n\nEm dom., 22 de nov. de 2026 às 10:00, Agent <agent@example.org> escreveu:\n> Em outubro.\n",
                "And now?\n\nIl giorno dom 22 nov 2026 alle ore 10:00 Agent ha scritto:\n> In ottobre.\n",
                "And now?\n\nOp zo 22 nov 2026 om 10:00 schreef Agent <agent@example.org>:\n> In oktober.\n",
                "And now?\n\nDen sön 22 nov. 2026 kl 10:00 skrev Agent <agent@example.org>:\n> I oktober.\n",
                "And now?\n\nW dniu 22.11.2026 o 10:00, Agent pisze:\n> W październiku.\n",
                "And now?\n\n22.11.2026 10:00, Agent пишет:\n> В октябре.\n",
                "And now?\n\nAgent <agent@example.org>, 22 Kas 2026 Paz, 10:00 tarihinde şunu yazdı:\n> Ekimde.\n",
                "And now?\n\nAgent <agent@example.org> 于2026年11月22日周日 10:00写道：\n> 十月。\n",
                "And now?\n\n-----Original Message-----\nFrom: Agent\nIn October.\n",
                "And now?\n\n-------- Weitergeleitete Nachricht --------\nBetreff: x\nVon: Agent\n\nIm Oktober.\n",
                "And now?\n\n---------- Forwarded message ---------\nFrom: Agent <agent@example.org>\n\nIn October.\n",
                "And now?\n\nBegin forwarded message:\n\n> From: Agent\n>\n> In October.\n",
                "And now?\n\nFrom: Agent <agent@example.org>\nSent: Sunday\nTo: Alice\nSubject: x\n\nIn October.\n",
                "And now?\n\n________________________________\nVon: Agent <agent@example.org>\nGesendet: Sonntag\n\nIm Oktober.\n",
                "And now?\n\nDe : Agent <agent@example.org>\nEnvoyé : dimanche\n\nEn octobre.\n",
                "And now?\n\nOn Sun, Nov 22, 2026 at 10:00 AM, Agent <agent@example.org> wrote:\n\nIn October.\n",
                "And now?\n\n> In October.\n",
                "And now?\n-- \nAlice\nTel. 1\n",
                "And now?\n--\nAlice\n",
                "And now?\n\n> In October.\n\n-- \nAlice\n",
                "And now?\n\nSent from my iPhone\n",
                "And now?\n\nVon meinem iPhone gesendet\n\n> Am 22.11.2026 um 10:00 schrieb Agent <agent@example.org>:\n> \n> Im Oktober.\n",
                "And now?\n\nEnvoyé de mon iPhone\n",
                "And now?\n\nGet Outlook for Android\n________________________________\nFrom: Agent\nSent: Sunday\n\nIn October.\n"
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
    void answersBelowAnAttributedQuoteStay() {
        String body = "On Sun, 22 Nov 2026, Agent <agent@example.org> wrote:\n> In October?\nNo, in May.";
        assertThat(QuotedHistory.split(body)).isEqualTo(new QuotedHistory(body, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> In October.",
                "---------- Forwarded message ---------\nFrom: Agent\nDate: Sunday\n\nIn October.",
                "Sent from my iPhone",
                "-- \nAlice"
            })
    void whereNothingElseIsThatIsTheText(String body) {
        assertThat(QuotedHistory.split(body)).isEqualTo(new QuotedHistory(body, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Sunday I wrote:\na letter.",
                "From: here to there is far.\nI know.",
                "Sent from my garden, with love.\n\nWhen do quinces ripen?",
                "In 1869 Tolstoy wrote:\nall happy families are alike.",
                "one\n--\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\nthirteen\nfourteen"
            })
    void wordsThatOnlyLookLikeItStay(String body) {
        assertThat(QuotedHistory.split(body).text()).isEqualTo(body);
    }

    @Test
    void quotesOfQuotesGoWithThem() {
        QuotedHistory split =
                QuotedHistory.split("Yes.\n\nOn 1 May, A <a@b> wrote:\n> Sure?\n>> In October.\n> > Or May.\n");
        assertThat(split.text()).isEqualTo("Yes.");
        assertThat(split.quoted()).startsWith("On 1 May").endsWith("> > Or May.");
    }
}
