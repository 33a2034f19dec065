package org.dharmic.heartbeat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dharmic.heartbeat.Beat.Status;
import org.dharmic.heartbeat.core.Inventory.Part;
import org.dharmic.heartbeat.core.Inventory.Room;
import org.dharmic.heartbeat.core.Inventory.State;
import org.junit.jupiter.api.Test;

class ComponentsTest {

    private static final Room ACTIVE = new Room("org.dharmic.agent.core", true, true, "active");

    @Test
    void readyWhenEveryRoomRunsAndNothingWaits() {
        Components.Report report =
                Components.judge(new Inventory(List.of(ACTIVE), List.of(part("Agent", State.ACTIVE, Map.of()))));
        assertThat(report.ready()).isTrue();
        assertThat(report.findings()).isEmpty();
        assertThat(report.components()).isEqualTo(1);
    }

    @Test
    void aRoomThatIsToRunAndDoesNotHoldsReadinessBack() {
        Room starting = new Room("org.dharmic.mail.imap", true, false, "starting");
        Room stopped = new Room("org.dharmic.sandbox", false, false, "resolved, not started");
        Components.Report report = Components.judge(new Inventory(List.of(ACTIVE, starting, stopped), List.of()));
        assertThat(report.ready()).isFalse();
        assertThat(report.findings())
                .extracting(Components.Finding::subject, Components.Finding::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("org.dharmic.mail.imap", Status.CRITICAL),
                        org.assertj.core.groups.Tuple.tuple("org.dharmic.sandbox", Status.WARN));
    }

    @Test
    void aMissingMailboxIsAFriendlyLineAndNoObstacle() {
        Part mail =
                new Part("ImapMailChannel", true, State.UNCONFIGURED, List.of(), Map.of(), "org.dharmic.mail.imap", "");
        Part api = new Part("Claude", true, State.UNCONFIGURED, List.of(), Map.of(), "org.dharmic.executor.x", "");
        Components.Report report = Components.judge(new Inventory(List.of(ACTIVE), List.of(mail, api)));
        assertThat(report.ready()).isTrue();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.message())
                    .isEqualTo("no mailbox is configured: copy etc/org.dharmic.mail.imap.cfg.example"
                            + " to etc/org.dharmic.mail.imap-<name>.cfg");
        });
        assertThat(report.notes())
                .containsExactly("Claude is not configured: it starts with etc/org.dharmic.executor.x.cfg");
    }

    @Test
    void theChainOfWhatIsMissingIsFollowedToItsEnd() {
        Part agent = part("Agent", State.WAITING, Map.of("journal", "Journal"));
        Part journal = new Part(
                "SqliteJournal",
                true,
                State.WAITING,
                List.of("Journal"),
                Map.of("source", "DataSource"),
                "org.dharmic.journal.sqlite",
                "");
        Part source =
                new Part("Pool", false, State.UNCONFIGURED, List.of("DataSource"), Map.of(), "com.example.pool", "");
        Components.Report report = Components.judge(new Inventory(List.of(ACTIVE), List.of(agent, journal, source)));
        assertThat(report.ready()).isFalse();
        assertThat(report.findings().get(0).message())
                .isEqualTo("Agent waits for Journal (reference journal; SqliteJournal waits for DataSource"
                        + " (reference source; Pool is not configured: etc/com.example.pool.cfg))");
        Components.Report alone = Components.judge(new Inventory(List.of(ACTIVE), List.of(agent)));
        assertThat(alone.findings().get(0).message()).endsWith("no running bundle has a component that offers it)");
    }

    @Test
    void twoThatWaitForEachOtherAreToldSo() {
        Part one = new Part("One", true, State.WAITING, List.of("A"), Map.of("b", "B"), "one", "");
        Part two = new Part("Two", true, State.WAITING, List.of("B"), Map.of("a", "A"), "two", "");
        Components.Report report = Components.judge(new Inventory(List.of(), List.of(one, two)));
        assertThat(report.findings().get(0).message()).contains("One waits in a circle");
    }

    @Test
    void aFailedComponentNamesTheRootCause() {
        String trace = "org.osgi.service.component.ComponentException: x\n\tat a.b.C.d(C.java:1)\n"
                + "Caused by: java.lang.IllegalArgumentException: poll.seconds must be 1 or more, was 0\n\tat e.f";
        assertThat(ScrInventory.failure(trace))
                .isEqualTo("java.lang.IllegalArgumentException: poll.seconds must be 1 or more, was 0");
        Part failed = new Part("Mail", true, State.FAILED, List.of(), Map.of(), "mail", ScrInventory.failure(trace));
        assertThat(Components.judge(new Inventory(List.of(), List.of(failed)))
                        .findings()
                        .get(0)
                        .message())
                .startsWith("Mail could not start: ")
                .endsWith("was 0");
    }

    private static Part part(String name, State state, Map<String, String> missing) {
        return new Part(name, true, state, List.of(), missing, name, "");
    }
}
