package org.dharmic.heartbeat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Beat.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {

    private static final Instant STARTED = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(STARTED.plusMillis(1730), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void theFileTellsThoseOutside() throws IOException {
        StatusFile status = file(7, STARTED);
        status.ready();
        status.write(
                StatusFile.State.running,
                3600,
                new Beat(
                        CLOCK.instant(),
                        Duration.ofMillis(3),
                        Status.WARN,
                        List.of(
                                new Beat.Check("agent.core", Status.OK, "idle", Duration.ZERO),
                                new Beat.Check("mail.imap", Status.WARN, "slow \"server\"", Duration.ZERO))));
        Path written = folder.resolve("status.json");
        assertThat(written)
                .content()
                .contains(
                        "\"status\" : \"running\"",
                        "\"timestamp\" : \"2026-11-22T12:00:01.730Z\"",
                        "\"pid\" : 7",
                        "\"heartbeat_interval\" : 3600",
                        "\"ready_after_ms\" : 1730",
                        "\"checks_passed\" : 1",
                        "\"total_checks\" : 2",
                        "\"message\" : \"slow \\\"server\\\"\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                .isEqualTo("rw-------");
    }

    @Test
    void anExchangedHeartbeatTakesOverFromTheSameProcessOnly() throws IOException {
        assertThat(file(7, STARTED).adopt()).as("no file").isFalse();
        StatusFile first = file(7, STARTED);
        first.ready();
        first.write(StatusFile.State.running, 3600, null);
        StatusFile second = file(7, STARTED);
        assertThat(second.adopt()).isTrue();
        assertThat(second.readyAfterMillis()).hasValue(1730);
        assertThat(file(8, STARTED).adopt()).as("another process").isFalse();
        assertThat(file(7, STARTED.plusSeconds(60)).adopt())
                .as("the same number again")
                .isFalse();
        Files.writeString(folder.resolve("status.json"), "{\"status\": tor");
        assertThat(file(7, STARTED).adopt()).as("torn").isFalse();
    }

    @Test
    void anExchangedHeartbeatKnowsOfWhatTheOwnerWasTold() throws IOException {
        file(7, STARTED)
                .write(
                        StatusFile.State.running,
                        3600,
                        new Beat(
                                CLOCK.instant(),
                                Duration.ofMillis(3),
                                Status.CRITICAL,
                                List.of(
                                        new Beat.Check("agent.core", Status.OK, "CRITICAL, not at all", Duration.ZERO),
                                        new Beat.Check("mail.imap", Status.CRITICAL, "refused", Duration.ZERO))));
        StatusFile second = file(7, STARTED);
        second.adopt();

        assertThat(second.criticalBefore()).containsExactly("mail.imap");
    }

    @Test
    void maintenanceGivesBackOnlyWhatIsWorthIt() {
        long mb = 1024 * 1024;
        long[] committed = {60 * mb};
        Maintenance maintenance = new Maintenance(new Maintenance.Heap() {
            @Override
            public long committed() {
                return committed[0];
            }

            @Override
            public long used() {
                return 30 * mb;
            }

            @Override
            public void collect() {
                committed[0] = 64 * mb;
            }
        });
        assertThat(maintenance.run()).isZero();
        assertThat(committed[0]).isEqualTo(60 * mb);
        committed[0] = 200 * mb;
        assertThat(maintenance.run()).isEqualTo(136 * mb);
    }

    private StatusFile file(long pid, Instant started) {
        return new StatusFile(folder.resolve("status.json"), CLOCK, pid, started);
    }
}
