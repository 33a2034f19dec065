package org.dharmic.telos.yaml;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Local ISO time without offset and with six digits after the second, as Python's {@code isoformat()} writes it. */
final class LocalStamp {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private LocalStamp() {}

    static String of(Clock clock) {
        return FORMAT.format(LocalDateTime.ofInstant(clock.instant(), clock.getZone()));
    }
}
