package org.dharmic.vault.lucene.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.vault.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HabitsTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-02T07:10:00Z");

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    private final Habits habits = habits();

    private Habits habits() {
        return new Habits(clock, ZoneOffset.UTC);
    }

    private void days(int days) {
        now = now.plus(Duration.ofDays(days));
    }

    private static List<String> texts(Habits habits) {
        return habits.due(10).stream().map(Query::text).toList();
    }

    @Test
    void whatRecursAtAnHourIsDueThenAndWhatIsNoLongerAskedFades() {
        habits.asked(Query.of("letters of today", 5));
        habits.asked(Query.of("letters of today", 5));
        assertThat(texts(habits)).isEmpty();
        days(1);
        habits.asked(Query.of("letters of today", 5));
        habits.asked(Query.of("only once", 5));
        assertThat(texts(habits)).containsExactly("letters of today");
        assertThat(habits.due(10).get(0).limit()).isEqualTo(5);
        now = now.plus(Duration.ofHours(1));
        assertThat(texts(habits)).isEmpty();
        now = now.minus(Duration.ofHours(1));
        days(7);
        assertThat(texts(habits)).isEmpty();
    }

    @Test
    void onlyFirstPagesOfShortQueriesAreLearned() {
        for (int i = 0; i < 3; i++, days(1)) {
            habits.asked(new Query("page", "all", 10, 10, Duration.ofSeconds(2)));
            habits.asked(Query.of("w".repeat(201), 5));
            habits.asked(Query.of(" ", 5));
            habits.asked(new Query("scoped", "family", 0, 10, Duration.ofSeconds(2)));
        }
        days(-1);
        assertThat(habits.due(10)).extracting(Query::scope).containsExactly("family");
    }

    @Test
    void theTableIsBounded() throws IOException {
        for (int i = 0; i < 2000; i++) {
            habits.asked(Query.of("query " + i, 5));
        }
        habits.save(folder.resolve("queries.tsv"));
        assertThat(Files.readAllLines(folder.resolve("queries.tsv"))).hasSizeLessThanOrEqualTo(401);
    }

    @Test
    void theTableOutlivesARestartAndABadFile() throws IOException {
        Path file = folder.resolve("queries.tsv");
        habits.asked(Query.of("tab\there \\n and\nline", 5));
        days(1);
        habits.asked(Query.of("tab\there \\n and\nline", 5));
        habits.save(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.writeString(file, Files.readString(file) + "no\tline\n7\tx\ty\tz\t\t\n");
        Habits after = habits();
        after.load(file);
        assertThat(texts(after)).containsExactly("tab\there \\n and\nline");

        for (byte[] bad : List.of(new byte[] {(byte) 0xff, 0}, new byte[0], "other\n".getBytes())) {
            Files.write(file, bad);
            Habits none = habits();
            none.load(file);
            assertThat(texts(none)).isEmpty();
        }
        habits().load(folder.resolve("missing"));
    }

    @Test
    void theHourAndTheIndexAreWarmedOnce() throws IOException {
        habits.asked(Query.of("every day", 5));
        days(1);
        habits.asked(Query.of("every day", 5));
        List<String> asked = new ArrayList<>();
        Object[] generation = {"g1"};
        Warming warming = new Warming(
                habits,
                () -> new Warming.Target(
                        query -> asked.add(query.text()),
                        20,
                        folder.resolve("queries.tsv"),
                        Optional.ofNullable(generation[0])));
        warming.look();
        warming.look();
        assertThat(asked).containsExactly("every day");
        generation[0] = "g2";
        warming.look();
        assertThat(asked).hasSize(2);
        generation[0] = null;
        warming.look();
        assertThat(asked).hasSize(2);
        warming.close();
        assertThat(folder.resolve("queries.tsv")).exists();
    }
}
