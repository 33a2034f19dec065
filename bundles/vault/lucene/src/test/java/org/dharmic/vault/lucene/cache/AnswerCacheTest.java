package org.dharmic.vault.lucene.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {

    @TempDir
    Path root;

    /** Ahead of the files' times, so that no file counts as changed in this moment. */
    private Instant now = Instant.now().plusSeconds(60);

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

    private final Source source = new Source();
    private AnswerCache cache;

    private final class Source implements AnswerCache.Source {
        private Object generation = "g1";
        private Phase phase = Phase.READY;
        private String snippet = "from the file";
        private long total = 1;
        private int searches;

        @Override
        public SearchResult search(Query query) {
            searches++;
            return new SearchResult(
                    List.of(new Hit("note.md", "Note", "", snippet, 1, 1, "0123456789ab", 1)), total, "", state());
        }

        @Override
        public Optional<Object> generation() {
            return Optional.of(generation);
        }

        @Override
        public IndexState state() {
            return new IndexState(phase, 1, 1, 0, 0, 0, Optional.empty(), "");
        }
    }

    @BeforeEach
    void make() throws IOException {
        Files.writeString(root.resolve("note.md"), "from the file");
        cache = of(10);
    }

    private AnswerCache of(int most) {
        return new AnswerCache(most, root, source, clock, new Meters());
    }

    private int searches(Query... queries) {
        int before = source.searches;
        for (Query query : queries) {
            cache.search(query);
        }
        return source.searches - before;
    }

    private static Query query(String text, String scope, int offset, int limit) {
        return new Query(text, scope, offset, limit, Duration.ofSeconds(2));
    }

    @Test
    void aSecondSearchIsAnsweredFromTheFirst() {
        assertThat(cache.search(Query.of("water", 1))).isEqualTo(cache.search(Query.of("water", 1)));
        assertThat(source.searches).isEqualTo(1);
        assertThat(cache.figures().hits()).isEqualTo(1);
        assertThat(cache.figures().misses()).isEqualTo(1);
        assertThat(cache.figures().entries()).isEqualTo(1);
    }

    @Test
    void whatChangesTheResultIsAnotherQuery() {
        cache.search(query("water", "all", 0, 1));
        assertThat(searches(
                        query("Water", "all", 0, 1),
                        query("water ", "all", 0, 1),
                        query("water", "family", 0, 1),
                        query("lwater", "al", 0, 1),
                        query("water", "all", 0, 2),
                        query("water", "all", 1, 1)))
                .isEqualTo(6);
    }

    @Test
    void anotherStateOfTheIndexDropsEverything() {
        searches(Query.of("a", 1), Query.of("b", 1));
        source.generation = "g2";
        assertThat(searches(Query.of("a", 1))).isEqualTo(1);
        assertThat(cache.figures().entries()).isEqualTo(1);
    }

    @Test
    void anEditIsSeenBeforeTheIndexKnows() throws IOException {
        cache.search(Query.of("a", 1));
        Path file = root.resolve("note.md");
        FileTime modified = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");
        // The system's clock moves a few milliseconds at a time; what changes within one step is not kept in the first
        // place.
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            Files.writeString(file, "from the FILE");
            // As some programs do: the size and the time are what they were.
            Files.setLastModifiedTime(file, modified);
            return !changed.equals(Files.getAttribute(file, "unix:ctime"));
        });
        assertThat(searches(Query.of("a", 1))).isEqualTo(1);
        Files.delete(file);
        assertThat(searches(Query.of("a", 1))).isEqualTo(1);
    }

    @Test
    void whatChangedInThisMomentIsNotKept() {
        now = Instant.now();
        assertThat(searches(Query.of("a", 1), Query.of("a", 1))).isEqualTo(2);
    }

    @Test
    void whatIsNotWholeIsNotKept() {
        source.phase = Phase.BUILDING;
        assertThat(searches(Query.of("a", 1), Query.of("a", 1))).isEqualTo(2);
        source.phase = Phase.READY;
        source.snippet = "";
        assertThat(searches(Query.of("a", 1), Query.of("a", 1))).isEqualTo(2);
        source.snippet = "text";
        source.total = 5;
        assertThat(searches(Query.of("a", 3), Query.of("a", 3))).isEqualTo(2);
        assertThat(searches(new Query("a", "all", 0, 1, Duration.ZERO), new Query("a", "all", 0, 1, Duration.ZERO)))
                .isEqualTo(2);
        assertThat(cache.figures().entries()).isZero();
    }

    @Test
    void whatDependsOnTheDayOrIsHugeIsNotKept() {
        Query day = Query.of("water Modified:7d", 1);
        Query huge = Query.of("w".repeat(1001), 1);
        assertThat(searches(day, day, huge, huge)).isEqualTo(4);
        Query hourly = Query.of("water", 1);
        searches(hourly);
        now = now.plus(Duration.ofHours(1));
        assertThat(searches(hourly)).isEqualTo(1);
    }

    @Test
    void itIsBoundedAndZeroIsOff() {
        cache = of(2);
        searches(Query.of("a", 1), Query.of("b", 1), Query.of("a", 1), Query.of("c", 1));
        assertThat(cache.figures().entries()).isEqualTo(2);
        assertThat(searches(Query.of("a", 1))).isZero();
        assertThat(searches(Query.of("b", 1))).isEqualTo(1);
        cache = of(0);
        assertThat(searches(Query.of("a", 1), Query.of("a", 1))).isEqualTo(2);
        assertThat(cache.figures().most()).isZero();
        source.snippet = "x".repeat(900_000);
        cache = of(10);
        searches(Query.of("a", 1), Query.of("b", 1), Query.of("c", 1));
        assertThat(cache.figures().entries()).isEqualTo(2);
    }

    @Test
    void whatWasMadeAheadIsCountedOnceWhenItIsAskedFor() {
        cache.warm(Query.of("a", 1));
        cache.warm(Query.of("a", 1));
        cache.warm(Query.of("b", 1));
        assertThat(source.searches).isEqualTo(2);
        assertThat(searches(Query.of("a", 1), Query.of("a", 1))).isZero();
        assertThat(cache.figures().warmed()).isEqualTo(2);
        assertThat(cache.figures().warmedUsed()).isEqualTo(1);
    }
}
