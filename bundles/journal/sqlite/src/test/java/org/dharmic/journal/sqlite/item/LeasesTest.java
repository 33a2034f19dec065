package org.dharmic.journal.sqlite.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.journal.sqlite.SqliteJournal;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {

    @TempDir
    Path folder;

    @Test
    void lookingForWorkGoesByIndexes() throws Exception {
        new SqliteJournal(folder).close();
        try (Link link = Sqlite.reader(folder.resolve("journal.db"), Duration.ofSeconds(1))) {
            for (String sql : List.of(Leases.SENDERS, Leases.OLDEST_FREE)) {
                Object[] values =
                        sql.equals(Leases.SENDERS) ? new Object[] {20, 0} : new Object[] {20, "a", null, 0, 2};
                assertThat(link.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString(4), values))
                        .filteredOn(line -> line.matches("(SCAN|SEARCH) (item|i|e|h)\\b.*"))
                        .isNotEmpty()
                        .allMatch(line ->
                                line.matches("SEARCH .* USING (COVERING )?INDEX item_(waiting|thread_waiting|leased) .*"
                                        + "|SCAN h USING INDEX item_leased"));
            }
        }
    }
}
