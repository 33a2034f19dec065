package org.dharmic.heartbeat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.heartbeat.Alert;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Beat.Check;
import org.dharmic.heartbeat.Beat.Status;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final Components.Report WHOLE = new Components.Report(true, List.of(), List.of(), 3, 5);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Check> checks = new ArrayList<>();
    private Components.Report report = WHOLE;
    private final Pulse pulse = new Pulse(
            () -> checks,
            () -> report,
            () -> Duration.ofSeconds(10),
            Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC),
            nanos::get);

    @Test
    void aBeatIsAsBadAsItsWorstCheckAndSortedByName() {
        checks.add(check("vault.lucene", Status.WARN));
        checks.add(check("agent.core", Status.OK));
        Beat beat = pulse.take().beat();
        assertThat(beat.status()).isEqualTo(Status.WARN);
        assertThat(beat.checks()).extracting(Check::name).containsExactly("agent.core", "components", "vault.lucene");
        assertThat(pulse.last()).contains(beat);
    }

    @Test
    void anAlertIsGivenOnceWhenItTurnsCriticalAndOnceWhenItIsWellAgain() {
        checks.add(check("mail.imap", Status.CRITICAL));
        assertThat(pulse.take().alerts())
                .extracting(Alert::key, Alert::status)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("mail.imap", Status.CRITICAL));
        assertThat(pulse.take().alerts()).isEmpty();
        checks.set(0, check("mail.imap", Status.WARN));
        assertThat(pulse.take().alerts()).as("not well yet").isEmpty();
        checks.set(0, check("mail.imap", Status.OK));
        assertThat(pulse.take().alerts()).extracting(Alert::status).containsExactly(Status.OK);
        assertThat(pulse.take().alerts()).isEmpty();
    }

    @Test
    void aCheckThatLeavesIsTemporarilyUnavailableFirstAndAWarningLater() {
        pulse.checkLeft("journal.sqlite");
        assertThat(status("journal.sqlite")).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(status("journal.sqlite")).isEqualTo(Status.WARN);
        pulse.checkArrived("journal.sqlite");
        assertThat(pulse.take().beat().checks()).extracting(Check::name).doesNotContain("journal.sqlite");
    }

    @Test
    void whatIsCriticalOnlyForAnExchangeRaisesNoAlert() {
        pulse.exchanged();
        checks.add(check("mail.imap", Status.CRITICAL));
        assertThat(status("mail.imap")).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        pulse.exchanged();
        assertThat(pulse.take().alerts()).isEmpty();

        nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(pulse.take().alerts())
                .as("exchanges that go on do not hide what stays critical")
                .extracting(Alert::status)
                .containsExactly(Status.CRITICAL);
    }

    @Test
    void theNextRevisionGivesNoSecondAlertAboutTheSame() {
        pulse.alerted(List.of("mail.imap"));
        pulse.exchanged();
        checks.add(check("mail.imap", Status.CRITICAL));
        assertThat(pulse.take().alerts()).isEmpty();
        assertThat(status("mail.imap")).isEqualTo(Status.CRITICAL);

        checks.set(0, check("mail.imap", Status.OK));

        assertThat(pulse.take().alerts()).extracting(Alert::status).containsExactly(Status.OK);
    }

    @Test
    void whatWaitsIsTroubleOnlyAfterTheGraceAndWhatFailedAtOnce() {
        report = new Components.Report(
                false,
                List.of(new Components.Finding("Agent", Status.CRITICAL, "Agent waits for Journal", false)),
                List.of(),
                3,
                5);
        assertThat(status(Pulse.COMPONENTS)).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(status(Pulse.COMPONENTS)).isEqualTo(Status.CRITICAL);
        report = WHOLE;
        assertThat(status(Pulse.COMPONENTS)).isEqualTo(Status.OK);
        report = new Components.Report(
                false,
                List.of(new Components.Finding("Mail", Status.CRITICAL, "Mail could not start", true)),
                List.of(),
                3,
                5);
        assertThat(status(Pulse.COMPONENTS)).isEqualTo(Status.CRITICAL);
    }

    @Test
    void theMessageOfACheckBeginsWithWhatIsWorst() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("5 rows");
        log.critical("disk\nfull");
        log.debug("noise");
        log.warn("slow");
        assertThat(FelixChecks.message(new Result(log))).isEqualTo("disk full; slow; 5 rows");
        assertThat(FelixChecks.status(Result.Status.HEALTH_CHECK_ERROR)).isEqualTo(Status.CRITICAL);
    }

    private Status status(String name) {
        return pulse.take().beat().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static Check check(String name, Status status) {
        return new Check(name, status, "so it is", Duration.ofMillis(1));
    }
}
