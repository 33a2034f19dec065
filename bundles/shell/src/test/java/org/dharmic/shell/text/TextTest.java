package org.dharmic.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dharmic.agent.Answer;
import org.dharmic.context.Receipt;
import org.dharmic.heartbeat.Beat;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.metrics.Reading;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.telos.Orientation;
import org.junit.jupiter.api.Test;

class TextTest {

    private static final Instant AT = Instant.parse("2026-03-01T11:00:00Z");

    private static Item item(String subject) {
        return new Item(
                "item-1",
                Stage.ANSWERED,
                "home",
                Optional.of(new Arrival("home", "INBOX", 1, 2, new Spooled("r", "s", 99), AT)),
                Optional.empty(),
                Optional.of(new Step.Admitted(
                        "owner@example.org",
                        "ask",
                        "all",
                        "t1",
                        "<m@x>",
                        List.of(),
                        subject,
                        "How do I\nchange it?",
                        "",
                        List.of(),
                        "dkim pass example.org")),
                Optional.of(new Step.Answered(
                        "Like *this*.",
                        "extractive",
                        "{\"executor\":\"extractive\",\"citations\":[\"home/water.md#L1-L2\"],"
                                + "\"contributions\":[{\"name\":\"vault\",\"outcome\":\"GIVEN\"}],\"model\":\"\"}",
                        List.of(new MemoryEvent("x", Map.of())))),
                Optional.empty(),
                1,
                "",
                false,
                AT,
                AT.plusMillis(1234));
    }

    private static final List<Transition> STORY = List.of(
            new Transition(Stage.INGESTED, AT, "", ""),
            new Transition(Stage.ADMITTED, AT.plusMillis(34), "mail.imap", "dkim pass"),
            new Transition(Stage.ANSWERED, AT.plusMillis(1234), "agent.core", ""));

    @Test
    void aTableHasStableColumns() {
        Sheet sheet = Sheet.of("id", "took_ms", "at", "what")
                .row("a", 5L, AT, "x")
                .row("long-id", 1234L, Optional.empty(), List.of("y", "z"))
                .build();
        assertThat(sheet.table(Integer.MAX_VALUE)).isEqualTo("""
                        ID       TOOK MS  AT                        WHAT
                        a              5  2026-03-01T11:00:00.000Z  x
                        long-id     1234  -                         y, z""");
        assertThat(sheet.tabs()).isEqualTo("a\t5\t2026-03-01T11:00:00.000Z\tx\nlong-id\t1234\t\ty, z");
        assertThat(sheet.json()).isEqualTo("""
                        {"id":"a","took_ms":5,"at":"2026-03-01T11:00:00.000Z","what":"x"}
                        {"id":"long-id","took_ms":1234,"at":null,"what":["y","z"]}""");
    }

    @Test
    void theLastColumnEndsAtTheTerminalsEdge() {
        Sheet sheet = Sheet.of("id", "text").row("a", "😀".repeat(100)).build();
        assertThat(sheet.table(40).lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 40);
        assertThat(sheet.tabs()).hasSize(2 + 200);
    }

    @Test
    void textFromOutsideCannotSteerTheTerminal() {
        assertThat(Words.line("a\u001b[31mred\u0007\r\nb\tc\u202Etxt.exe\u009bx"))
                .isEqualTo("a\uFFFD[31mred\uFFFD b c\uFFFDtxt.exe\uFFFDx");
        assertThat(Words.block("one\r\ntwo\u001b]0;title")).isEqualTo("one\ntwo\uFFFD]0;title");
        assertThat(JournalText.list(List.of(item("\u001b[2Jgone"))).table(200)).doesNotContain("\u001b");
        assertThat(JournalText.show(item("\u001b[2Jgone"), STORY, 200)).doesNotContain("\u001b");
    }

    @Test
    void numbersAreShort() {
        assertThat(Words.cell(3.0)).isEqualTo("3");
        assertThat(Words.cell(0.0123456)).isEqualTo("0.01235");
        assertThat(Words.cell(1234.567)).isEqualTo("1234.6");
        assertThat(Words.cell(null)).isEqualTo("-");
        assertThat(Words.cell(new TreeMap<>(Map.of("k", "v", "a", 1)))).isEqualTo("a=1 k=v");
    }

    @Test
    void anItemsStoryTellsEveryStepAndTheTimeBetween() {
        String text = JournalText.show(item("Filter"), STORY, 200);
        assertThat(text)
                .contains("id          item-1", "took ms     1234", "sender      owner@example.org")
                .contains("AT                          MS  SUM MS  STAGE     WORKER      NOTE")
                .contains("2026-03-01T11:00:00.034Z    34      34  ADMITTED  mail.imap   dkim pass")
                .contains("2026-03-01T11:00:01.234Z  1200    1234  ANSWERED  agent.core  -")
                .contains("Verdict\n  dkim pass example.org")
                .contains("Question\n  How do I\n  change it?")
                .contains("Answer by extractive\n  Like *this*.")
                .contains("Receipt\n  executor: extractive\n  citations:\n    - home/water.md#L1-L2")
                .contains("    - name=vault outcome=GIVEN");
        assertThat(Json.line(JournalText.json(item("Filter"), STORY)))
                .contains(
                        "\"story\":[{\"at\":\"2026-03-01T11:00:00.000Z\",\"ms\":0,\"sum_ms\":0,\"stage\":\"INGESTED\"")
                .contains("\"receipt\":{\"executor\":\"extractive\"");
    }

    @Test
    void aReceiptThatIsNoJsonIsShownAsItIs() {
        assertThat(JournalText.receipt("{broken")).isEqualTo("{broken");
    }

    @Test
    void anAnswerComesWithWhatItWasMadeOf() {
        Receipt receipt = new Receipt(
                AT,
                "extractive",
                "",
                List.of(
                        new Receipt.Contribution("vault", Receipt.Outcome.GIVEN, 2, 300, Duration.ofMillis(7), ""),
                        new Receipt.Contribution(
                                "telos", Receipt.Outcome.FAILED, 0, 0, Duration.ofMillis(1), "no file")),
                List.of("a.md#L1-L2"),
                List.of("claude-cli: not logged in"),
                Duration.ofMillis(9),
                Duration.ofMillis(50),
                1500);
        assertThat(AgentText.answer(new Answer("Yes.\n", receipt)))
                .startsWith("Yes.\n\n---\nexecutor")
                .contains(
                        "sources        a.md#L1-L2", "context ms     9", "executor ms    50", "cost usd       0.001500")
                .contains("vault (2 block(s), 300 chars, 7 ms), telos (failed, 1 ms, no file)")
                .contains("attempts       claude-cli: not logged in");
    }

    @Test
    void entriesShowTheFieldsOfTheirLayer() {
        Sheet sheet = StrangeMemoryText.entries(
                Layer.META_OBSERVATIONS,
                List.of(new Entry(AT, Map.of("quality", "present", "notes", "calm", "by", "hand"))));
        assertThat(sheet.columns()).containsExactly("at", "more", "quality", "notes");
        assertThat(sheet.tabs()).isEqualTo("2026-03-01T11:00:00.000Z\tby=hand\tpresent\tcalm");
    }

    @Test
    void theTelosInWords() {
        assertThat(TelosText.telos(new Orientation("Moksha", "Freedom", List.of("One", "Two"), "", "", Map.of())))
                .isEqualTo("Ultimate aim (never changes)\n  Moksha\n  Freedom\n\nProximate aims\n  - One\n  - Two");
    }

    @Test
    void readingsAndBeats() {
        assertThat(MetricsText.readings(List.of(
                                new Reading(
                                        "a_total", new TreeMap<>(Map.of("k", "v")), "counter", Map.of("value", 3.0)),
                                new Reading("b_seconds", new TreeMap<>(), "timer", Map.of("count", 2.0, "mean", 0.5))))
                        .tabs())
                .isEqualTo("a_total\tcounter\t3\t\t\t\t\t\tk=v\nb_seconds\ttimer\t2\t0.5000\t\t\t\t\t");
        Beat beat = new Beat(
                AT,
                Duration.ofMillis(12),
                Beat.Status.WARN,
                List.of(new Beat.Check("telos.yaml", Beat.Status.WARN, "no telos", Duration.ofMillis(3))));
        assertThat(HeartbeatText.beat(beat)).isEqualTo("WARN at 2026-03-01T11:00:00.000Z, 1 checks in 12 ms");
        assertThat(HeartbeatText.checks(beat).tabs()).isEqualTo("telos.yaml\tWARN\t3\tno telos");
    }
}
