package org.dharmic.heartbeat.core;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The times that a Unix cron expression names. */
final class Cron {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;

    /** @throws IllegalArgumentException when it is none; the message says what is wrong */
    Cron(String expression) {
        times = ExecutionTime.forCron(PARSER.parse(expression).validate());
    }

    /** The latest named time at or before a moment, as the clock on the wall shows it. */
    Optional<LocalDateTime> latest(ZonedDateTime now) {
        // The library looks strictly before; a minute that has just begun counts.
        return times.lastExecution(now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1))
                .map(ZonedDateTime::toLocalDateTime)
                .map(time -> time.truncatedTo(ChronoUnit.MINUTES));
    }

    Optional<ZonedDateTime> next(ZonedDateTime now) {
        return times.nextExecution(now);
    }
}
