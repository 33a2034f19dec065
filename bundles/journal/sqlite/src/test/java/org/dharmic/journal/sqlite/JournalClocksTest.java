package org.dharmic.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.journal.JournalContract.LONG;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases and waits across processes, and whatever the clocks do. */
class JournalClocksTest extends SqliteScene {

    @Test
    void aLeaseOutlivesAnUpgradeInsideTheProcess() throws Exception {
        Lease lease;
        try (SqliteJournal before = openIn("same")) {
            accept(before, 1, "a");
            lease = before.lease(Stage.INGESTED, "w", LONG).orElseThrow();
        }
        try (SqliteJournal after = openIn("same")) {
            assertThat(after.lease(Stage.INGESTED, "other", LONG)).isEmpty();
            after.advance(lease, admitted());
        }
    }

    @Test
    void bytesSpooledBeforeAnUpgradeInsideTheProcessMayStillBeAccepted() throws Exception {
        Spooled spooled;
        try (SqliteJournal before = openIn("same")) {
            spooled = spool(before, "in somebody's hands");
        }
        try (SqliteJournal after = openIn("same")) {
            assertThat(after.sweep()).isZero();
            assertThat(after.accept(new Arrival("home", "INBOX", 1, 1, spooled, now.get()))
                            .fresh())
                    .isTrue();
        }
    }

    @Test
    void aDayLaterNobodyHasForgottenBytesInHand() throws Exception {
        try (SqliteJournal journal = openIn("same")) {
            spool(journal, "forgotten");
            now.set(Instant.now().plus(Duration.ofHours(25)));
            assertThat(journal.sweep()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "-P1D", "PT0S"})
    void aClockThatIsSetNeitherHurriesNorStallsAWaitInTheProcess(String jump) throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            journal.retryLater(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), Duration.ofMinutes(5), "why");
            now.updateAndGet(instant -> instant.plus(Duration.parse(jump)));
            nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            nanos.addAndGet(1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    @Test
    void theNextProcessWaitsWhatIsLeft() throws Exception {
        retryLaterInAnEarlierProcess();
        pass(Duration.ofMinutes(3));
        nanos.set(1L << 60);
        try (SqliteJournal journal = openIn("second")) {
            pass(Duration.ofMinutes(2).minusMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    @Test
    void withTheClockSetBackTheNextProcessWaitsNoLongerThanTheWholeWait() throws Exception {
        retryLaterInAnEarlierProcess();
        now.updateAndGet(instant -> instant.minus(Duration.ofDays(1)));
        try (SqliteJournal journal = openIn("second")) {
            pass(Duration.ofMinutes(5).minusMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    private void retryLaterInAnEarlierProcess() throws IOException {
        try (SqliteJournal journal = openIn("first")) {
            accept(journal, 1, "a");
            journal.retryLater(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), Duration.ofMinutes(5), "why");
        }
    }

    @Test
    void aLeaseRunsOutAtItsNanosecond() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            Lease lease =
                    journal.lease(Stage.INGESTED, "w", Duration.ofSeconds(1)).orElseThrow();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            nanos.addAndGet(1);
            assertThatThrownBy(() -> journal.advance(lease, admitted()))
                    .isInstanceOf(LeaseLost.class)
                    .hasMessageContaining("run out");
        }
    }
}
