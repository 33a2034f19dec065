package org.dharmic.mail.imap.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartPointTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant NEWEST = NOW.minusSeconds(60);

    @TempDir
    Path folder;

    private StartPoint point;

    @BeforeEach
    void make() {
        point = new StartPoint(folder, "test", "INBOX", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void write(String content) throws IOException {
        point.begin(NOW, new StartPoint.Mark(1, 1));
        try (Stream<Path> files = Files.list(folder)) {
            Files.writeString(files.findFirst().orElseThrow(), content);
        }
    }

    @Test
    void itIsKept() throws Exception {
        point.begin(NEWEST, new StartPoint.Mark(17, 42));
        point.renumbered(new StartPoint.Mark(18, 50));
        point.took(18, 3, 1);
        point.took(18, 2, 9);
        make();
        StartPoint.Start start = point.get();
        assertThat(start.newest()).isEqualTo(NEWEST);
        assertThat(start.from()).contains(new StartPoint.Mark(17, 42));
        assertThat(start.renumbered()).contains(new StartPoint.Mark(18, 50));
        assertThat(point.taken(18)).containsExactly(1, 2, 3, 9);
        assertThat(point.taken(17)).isEmpty();
    }

    @Test
    void afterARenumberingWhatIsNoNewerThanTheStartIsPassedOver() throws Exception {
        point.begin(NEWEST, new StartPoint.Mark(17, 42));
        assertThat(point.get().passesOver(17, 50, NEWEST)).isFalse();
        point.renumbered(new StartPoint.Mark(18, 50));
        StartPoint.Start start = point.get();
        assertThat(start.passesOver(18, 50, NEWEST)).isTrue();
        assertThat(start.passesOver(18, 50, NEWEST.plusSeconds(1))).isFalse();
        assertThat(start.passesOver(18, 51, NEWEST)).isFalse();
        assertThat(start.passesOver(17, 50, NEWEST)).isFalse();
    }

    @Test
    void theFileOfAnOlderVersionIsRead() throws Exception {
        write(NEWEST + "\n");
        assertThat(point.get().newest()).isEqualTo(NEWEST);
        assertThat(point.get().from()).isEmpty();
        assertThat(point.taken(17)).isEmpty();
    }

    @Test
    void withoutTheFileItIsSomeDaysBackAndStaysThere() throws Exception {
        assertThat(point.get().newest()).isEqualTo(NOW.minus(Duration.ofDays(7)));
        point.renumbered(new StartPoint.Mark(18, 50));
        StartPoint later = new StartPoint(folder, "test", "INBOX", Clock.offset(Clock.systemUTC(), Duration.ofDays(9)));
        assertThat(later.get().newest()).isEqualTo(NOW.minus(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday\n", "2026-11-22T10:00:00Z\nfrom x y\n", "2026-11-22T10:00:00Z\nrenumbered 1\n"})
    void aDamagedFileIsNamedAndNotGuessedAt(String content) throws Exception {
        write(content);
        assertThatThrownBy(() -> point.get()).isInstanceOf(IOException.class).hasMessageContaining(".start must hold");
    }
}
