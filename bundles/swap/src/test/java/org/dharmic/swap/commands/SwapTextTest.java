package org.dharmic.swap.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Outcome.Result;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Plan;
import org.junit.jupiter.api.Test;

class SwapTextTest {

    private static final Change UP = change("room", "1.0", "1.1");
    private static final Plan PLAN = new Plan(List.of(UP), List.of("agent"), List.of(), "");

    @Test
    void aPlanSaysWhatWouldHappen() {
        assertThat(SwapText.plan(PLAN)).isEqualTo("""
                        room 1.0 -> 1.1
                        Stopped, rewired and started with it: agent.
                        Possible; nothing was changed.""");
        assertThat(SwapText.plan(new Plan(List.of(), List.of(), List.of("one", "two"), "")))
                .isEqualTo("No other bundle is stopped.\nNot possible:\n- one\n- two");
    }

    @Test
    void anOutcomeSaysHowToUndoIt() {
        assertThat(SwapText.outcome(new Outcome(Result.KEPT, "7", PLAN, List.of(), Duration.ofMillis(31))))
                .endsWith("Kept as 7; pause 31 ms. Undo: swap:rollback room");
        Plan down = new Plan(List.of(change("room", "1.1", "1.0")), List.of(), List.of(), "");
        assertThat(SwapText.outcome(new Outcome(Result.KEPT, "8", down, List.of("note"), Duration.ZERO)))
                .contains("Note: note.")
                .endsWith("Again: swap:upgrade with the newer jar");
        assertThat(SwapText.outcome(new Outcome(Result.PUT_BACK, "9", PLAN, List.of("why"), Duration.ZERO)))
                .isEqualTo("Put back (room 1.0 -> 1.1), the old revisions run as before:\n- why");
    }

    @Test
    void nothingFromOutsideSteersTheTerminal() {
        assertThat(SwapText.plan(new Plan(List.of(), List.of(), List.of("a\u001b[31mb"), "")))
                .endsWith("- a\uFFFD[31mb");
    }

    @Test
    void tablesHaveOneRecordPerLine() {
        HistoryEntry entry = new HistoryEntry(
                "20261122T100000000Z", Instant.EPOCH, "command", Result.KEPT, List.of(UP), "x", List.of("a\nb"), 9, 31);
        assertThat(SwapText.history(List.of(entry)).lines())
                .containsExactly(
                        "ID                   RESULT  PAUSE MS  ORIGIN   CHANGES",
                        "20261122T100000000Z  KEPT    31        command  room 1.0 -> 1.1 (undoes x): a b");
        assertThat(SwapText.status(new Overview(
                        List.of(new Overview.Row("room", "1.1", "active", "", "")), List.of("room has no line"))))
                .isEqualTo(
                        "BUNDLE  VERSION  STATE   LISTED  SINCE\nroom    1.1      active  -       -\n\n- room has no line");
    }

    private static Change change(String name, String from, String to) {
        return new Change(name, Optional.of(from), Optional.of(to), Optional.empty(), Optional.empty(), "");
    }
}
