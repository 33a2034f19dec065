package org.dharmic.swap.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Ids that ascend with time and can be read: {@code 20261122T155210123Z}. */
final class Ids {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private Instant last = Instant.MIN;

    Ids(Clock clock) {
        this.clock = clock;
    }

    /** Two within a millisecond get two ids. */
    String next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return FORMAT.format(last);
    }
}
