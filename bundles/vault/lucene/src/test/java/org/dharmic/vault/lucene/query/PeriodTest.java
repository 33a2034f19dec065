package org.dharmic.vault.lucene.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static String shown(long millis) {
        return millis == Long.MIN_VALUE || millis == Long.MAX_VALUE
                ? "-"
                : Instant.ofEpochMilli(millis).toString().substring(0, 10);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31, 2026-10-31, 2026-11-01",
        "2026-2, 2026-02-01, 2026-03-01",
        "2026, 2026-01-01, 2027-01-01",
        "2026-01..2026-03, 2026-01-01, 2026-04-01",
        "..2026-03-05, -, 2026-03-06",
        "2025.., 2025-01-01, -",
        ">2026-05, 2026-06-01, -",
        ">=2026-05, 2026-05-01, -",
        "<2026-05-02, -, 2026-05-02",
        "<=2026-05-02, -, 2026-05-03",
        "7d, 2026-11-15, -",
        "2w, 2026-11-08, -",
        "3m, 2026-08-22, -",
        "1y, 2025-11-22, -",
        "today, 2026-11-22, 2026-11-23",
        "Yesterday, 2026-11-21, 2026-11-22",
    })
    void spansAreUnderstood(String text, String from, String to) {
        Period period = Period.of(text, NOW, ZoneId.of("UTC"));
        assertThat(shown(period.from()) + " " + shown(period.to())).isEqualTo(from + " " + to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13", "2026-02-30", "..", ">", "12", "7x", "2026-01-01-01"})
    void whatIsNoneIsAWord(String text) {
        assertThat(Period.isOne(text)).isFalse();
        assertThatThrownBy(() -> Period.of(text, NOW, ZoneId.of("UTC"))).isInstanceOf(DateTimeException.class);
    }
}
