package org.dharmic.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Filter;
import org.dharmic.journal.JournalContract;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.junit.jupiter.api.Test;

class SqliteJournalTest extends SqliteScene implements JournalContract<SqliteJournal> {

    @Test
    void whoLooksForWorkIsToldAfterTheCommit() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            assertThat(hints()).containsExactly(Stage.INGESTED);
            Lease lease = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            assertThat(hints()).isEmpty();
            journal.release(lease);
            assertThat(hints()).containsExactly(Stage.INGESTED);
            accept(journal, 2, "b");
            hints();
            journal.advance(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), admitted());
            assertThat(hints()).as("the next may be free now, too").containsExactly(Stage.INGESTED, Stage.ADMITTED);
            Lease held = journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow();
            journal.advanceAndHold(held, new Step.Answered("m", "e", "{}", List.of()), LONG);
            assertThat(hints()).isEmpty();
            assertThatThrownBy(() -> journal.advance(held, new Step.Sending())).isInstanceOf(LeaseLost.class);
            assertThat(hints()).isEmpty();
        }
    }

    private List<Stage> hints() {
        List<Stage> copy = List.copyOf(staged);
        staged.clear();
        return copy;
    }

    @Test
    void oldFinishedItemsGiveUpTheirTextsAndKeepTheirKeys() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            Arrival old = new Arrival("home", "INBOX", 1, 1, spool(journal, "old"), now.get());
            String done = journal.accept(old).itemId();
            accept(journal, 2, "waiting");
            accept(journal, 3, "parked");
            Lease first = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            journal.advance(first, admitted());
            journal.reject(journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow(), "no");
            Lease second = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            journal.park(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), "look");
            journal.release(second);
            assertThat(journal.thin(now.get())).isZero();
            pass(Duration.ofDays(400));
            assertThat(journal.thin(now.get().minus(Duration.ofDays(365)))).isEqualTo(1);
            assertThat(journal.thin(now.get().minus(Duration.ofDays(365)))).isZero();
            assertThatThrownBy(() -> journal.read(old.spooled().ref())).isInstanceOf(IOException.class);
            assertThat(journal.find(done).orElseThrow().admitted().orElseThrow().text())
                    .isEmpty();
            assertThat(journal.history(done)).hasSize(3);
            assertThat(journal.accept(old).fresh()).isFalse();
            assertThat(journal.find(Filter.in(Set.of(Stage.PARKED, Stage.INGESTED), 10)))
                    .allSatisfy(item -> assertThat(journal.read(
                                    item.arrival().orElseThrow().spooled().ref()))
                            .isNotEmpty());
        }
    }
}
