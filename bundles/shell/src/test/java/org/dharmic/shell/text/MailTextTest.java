package org.dharmic.shell.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Item;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.Verification;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.ReplyToken;
import org.junit.jupiter.api.Test;

class MailTextTest {

    private static final Instant AT = Instant.parse("2026-03-01T11:00:00Z");

    private static Item item(String id, Stage stage, String thread, String reason) {
        Optional<Step.Admitted> admitted = thread.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Admitted(
                        "ida@example.org",
                        "ask",
                        "all",
                        thread,
                        "<m@x>",
                        List.of(),
                        "The boiler",
                        "text",
                        "",
                        List.of(new Attachment("plan\u202E.txt", "text/plain", 12, Optional.empty())),
                        "dkim=pass"));
        return new Item(
                id,
                stage,
                "home",
                Optional.of(new Arrival("home", "INBOX", 1, 2, new Spooled("r", "s", 99), AT)),
                Optional.empty(),
                admitted,
                Optional.empty(),
                Optional.empty(),
                reason.isEmpty() ? 0 : 2,
                reason,
                stage == Stage.ADMITTED,
                AT,
                AT);
    }

    @Test
    void whatIsOnItsWaySaysWhatItWaitsFor() {
        Sheet sheet = MailText.waiting(
                List.of(
                        item("a", Stage.READY, "t1", "451 later"),
                        item("b", Stage.ADMITTED, "t1", ""),
                        item("c", Stage.ADMITTED, "t1", ""),
                        item("d", Stage.INGESTED, "", "")),
                AT.plusSeconds(125));
        assertThat(sheet.rows())
                .extracting(row -> row.get(7))
                .containsExactly(
                        "the mail server to take it; last: 451 later",
                        "an answer",
                        "the earlier mail of the conversation, b",
                        "admission");
        assertThat(sheet.rows()).extracting(row -> row.get(3)).containsOnly("2m 5s");
        assertThat(sheet.json()).contains("\"waits_for\":\"an answer\"", "\"sender\":null");
    }

    @Test
    void agesHaveTwoPlaces() {
        assertThat(List.of("PT-5S", "PT9S", "PT12M5S", "PT3H59M58S", "P3DT4H5M"))
                .extracting(text -> MailText.age(Duration.parse(text)))
                .containsExactly("0s", "9s", "12m 5s", "3h 59m", "3d 4h");
    }

    @Test
    void anAccountsStateAndCosts() {
        MailText.Account account = new MailText.Account(
                new ChannelStatus(
                        "home", "agent@example.org", ChannelStatus.State.IDLING, "", AT, Optional.of(AT), 3, 20, 18, 2),
                new ConnectionFigures(
                        5, 1, 4, 1, Optional.of(Duration.ofMillis(120)), Optional.of(Duration.ofNanos(845_000)), 0));
        assertThat(MailText.states(List.of(account)).columns())
                .startsWith("account", "address", "state")
                .endsWith("reason");
        assertThat(MailText.connections(List.of(account)).tabs()).isEqualTo("home\t3\t1\t4\t1\t120\t0.8500\t0");
        assertThat(MailText.all(List.of(account)).json())
                .contains("\"handshakes_hour\":1", "\"warm_look_ms\":0.85", "\"state\":\"IDLING\"");
    }

    @Test
    void theTokenComesWithItsUse() {
        ReplyToken token = new ReplyToken("ida@example.org", "agent+abc@example.org", "<t.abc@example.org>", AT);
        assertThat(MailText.howToUse(token, "agent@example.org"))
                .contains("For ida@example.org, good until 2026-03-01T11:00:00.000Z.")
                .contains("Write to agent+abc@example.org\n")
                .contains("In-Reply-To: <t.abc@example.org>");
        assertThat(MailText.howToUse(
                        new ReplyToken("ida@example.org", "agent@example.org", "<t.abc@example.org>", AT),
                        "agent@example.org"))
                .contains("Write to agent@example.org\n  with this header")
                .doesNotContain("where the provider");
        assertThat(MailText.token(token).json()).contains("\"expires\":\"2026-03-01T11:00:00.000Z\"");
    }

    @Test
    void aVerificationNamesEachFinding() {
        assertThat(JournalText.verification(new Verification(3, 4, List.of(), Duration.ofMillis(7))))
                .isEqualTo("3 items and 4 spooled files looked at in 7 ms\nSound.");
        Verification found = new Verification(3, 4, List.of("x refers to \u001b[2J"), Duration.ofMillis(7));
        assertThat(JournalText.verification(found)).endsWith("\n- x refers to \uFFFD[2J");
        assertThat(JournalText.verified(found).json()).contains("\"sound\":false", "\"findings\":[\"x refers to");
    }

    @Test
    void theStoryNamesAttachmentsAndAPersonsDecision() {
        Item item = item("a", Stage.ADMITTED, "t", "");
        List<Transition> story = List.of(new Transition(Stage.INGESTED, AT, "", ""));
        assertThat(JournalText.show(item, story, 200))
                .contains("released    by a person")
                .contains("Attachments\n  TYPE        BYTES  KEPT   NAME\n  text/plain     12  false  plan\uFFFD.txt");
        assertThat(Json.line(JournalText.json(item, story)))
                .contains("\"attachments\":[{\"type\":\"text/plain\",\"bytes\":12,\"kept\":false,\"name\":");
    }

    // ---- letterheads

    private static Letterhead letterhead(String mail) throws IOException {
        return Letterhead.read(new ByteArrayInputStream(mail.getBytes(UTF_8)));
    }

    @Test
    void aLetterheadIsDecodedAndFolded() throws Exception {
        Letterhead head = letterhead("""
                Received: x
                FROM: =?utf-8?Q?J=C3=BCrgen_M?=
                 =?ISO-8859-1?B?/A==?= <j@example.org>
                Subject: =?x-nope?Q?as_it_is?= and =?utf-8*de?b?w6Q=?=

                From: body@example.org
                """.replace("\n", "\r\n"));
        assertThat(head.from()).contains("Jürgen Mü <j@example.org>");
        assertThat(head.subject()).contains("=?x-nope?Q?as_it_is?= and ä");
    }

    @Test
    void aHostileLetterheadIsShownAndHarmless() throws Exception {
        assertThat(letterhead("From: a@x\nFrom: b@x\nSubject: =?utf-8?Q?=1B[2J=0D=0AX:=zz=?=")
                        .from())
                .contains("a@x | b@x");
        assertThat(letterhead("Subject: =?utf-8?Q?=1B[2J=0D=0AX:=zz=?=").subject())
                .contains("\uFFFD[2J X:=zz=");
        assertThat(letterhead("")).isEqualTo(Letterhead.UNREADABLE);
        assertThat(letterhead("Subject: " + "=?utf-8?Q?".repeat(100_000))
                        .subject()
                        .orElseThrow())
                .hasSizeLessThanOrEqualTo(1_000);
        assertThat(letterhead("x".repeat(1 << 20) + "\nFrom: late@x").from()).isEmpty();
    }
}
