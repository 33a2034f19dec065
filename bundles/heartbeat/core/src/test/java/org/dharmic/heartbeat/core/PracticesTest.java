package org.dharmic.heartbeat.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.heartbeat.Practice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private ZonedDateTime now = at("2026-11-22T12:00");
    private final Daily reflection = new Daily("reflection", "30 4 * * *");
    private Practices practices = practices();

    @Test
    void aPracticeRunsOnceForEachNamedTime() {
        practices.arrived(reflection);
        practices.tick();
        assertThat(reflection.runs)
                .as("it does not make up for the time before it came")
                .isEmpty();
        until("2026-11-23T04:29");
        assertThat(reflection.runs).isEmpty();
        until("2026-11-23T04:30");
        until("2026-11-23T12:00");
        assertThat(reflection.runs).containsExactly("2026-11-23T04:30+01:00[Europe/Berlin]");
    }

    @Test
    void aRestartDoesNotRepeatAndMakesUpForTheLatestMissedTimeOnly() {
        practices.arrived(reflection);
        practices.tick();
        until("2026-11-23T05:00");
        practices = practices();
        practices.arrived(reflection);
        practices.tick();
        assertThat(reflection.runs).hasSize(1);
        now = at("2026-11-27T09:00");
        practices.tick();
        practices.tick();
        assertThat(reflection.runs).hasSize(2).last().asString().startsWith("2026-11-27T09:00");
    }

    @Test
    void aClockThatJumpsADayAheadAndBackNeitherRepeatsNorStalls() {
        practices.arrived(reflection);
        practices.tick();
        until("2026-11-23T05:00");
        now = at("2026-11-24T05:00");
        practices.tick();
        now = at("2026-11-23T05:01");
        practices.tick();
        until("2026-11-24T12:00");
        assertThat(reflection.runs).hasSize(2);
        until("2026-11-25T05:00");
        assertThat(reflection.runs).hasSize(3);
    }

    @Test
    void theNightsOfSummerTimeBringEachTimeAtMostOnce() {
        Daily early = new Daily("early", "30 2 * * *");
        now = at("2026-10-24T12:00");
        practices.arrived(early);
        practices.tick();
        until("2026-10-25T12:00");
        assertThat(early.runs).hasSize(1);
        now = at("2027-03-27T12:00");
        practices.tick();
        int before = early.runs.size();
        until("2027-03-28T12:00");
        assertThat(early.runs.size() - before).isLessThanOrEqualTo(1);
        until("2027-03-29T12:00");
        assertThat(early.runs.size() - before).isBetween(1, 2);
    }

    @Test
    void aFailureIsShownAndTheNextTimeTriesAgain() {
        practices.arrived(reflection);
        practices.tick();
        reflection.failing = true;
        until("2026-11-23T05:00");
        assertThat(practices.troubles()).singleElement().asString().contains("reflection failed", "no ink");
        reflection.failing = false;
        until("2026-11-24T05:00");
        assertThat(practices.troubles()).isEmpty();
        assertThat(reflection.runs).hasSize(2);
    }

    @Test
    void anExpressionThatIsNoneIsShownAndNeverRuns() {
        practices.arrived(new Daily("odd", "every morning"));
        practices.tick();
        assertThat(practices.troubles()).singleElement().asString().contains("odd never runs", "every morning");
    }

    @Test
    void withoutATimetableNothingRuns() throws IOException {
        Files.createDirectories(folder.resolve("practices.tsv"));
        practices.arrived(reflection);
        until("2026-11-23T05:00");
        assertThat(reflection.runs).isEmpty();
        assertThat(practices.troubles()).singleElement().asString().contains("cannot be noted");
    }

    @Test
    void oneThatLeftDoesNotRun() {
        practices.arrived(reflection);
        practices.tick();
        practices.left(reflection);
        until("2026-11-24T05:00");
        assertThat(reflection.runs).isEmpty();
    }

    @Test
    void aTornTimetableIsRefusedWithTheRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("practices.tsv"), "reflection\t2026-1");
        assertThatThrownBy(() -> new Timetable(file)).hasMessageContaining("move it away");
    }

    private void until(String time) {
        ZonedDateTime end = at(time);
        while (now.isBefore(end)) {
            now = now.plus(Duration.ofMinutes(10));
            now = now.isAfter(end) ? end : now;
            practices.tick();
        }
    }

    private static ZonedDateTime at(String local) {
        return java.time.LocalDateTime.parse(local).atZone(BERLIN);
    }

    private Practices practices() {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return BERLIN;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now.toInstant();
            }
        };
        return new Practices(
                () -> new Timetable(folder.resolve("practices.tsv")), Runnable::run, clock, (name, good, took) -> {});
    }

    private final class Daily implements Practice {
        final List<String> runs = new ArrayList<>();
        private final String name;
        private final String cron;
        boolean failing;

        Daily(String name, String cron) {
            this.name = name;
            this.cron = cron;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String cron() {
            return cron;
        }

        @Override
        public String run() throws Exception {
            runs.add(now.toString());
            if (failing) {
                throw new IOException("no ink");
            }
            return "done";
        }
    }
}
