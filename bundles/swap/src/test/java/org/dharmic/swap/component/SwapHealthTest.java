package org.dharmic.swap.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.junit.jupiter.api.Test;

class SwapHealthTest {

    private static final Overview WELL =
            new Overview(List.of(new Overview.Row("room", "1.0", "active", "1.0", "")), List.of());

    @Test
    void whatRunsAsListedIsWell() {
        Result result = SwapHealth.of(WELL, Optional.of(entry(Outcome.Result.PUT_BACK)));

        assertThat(result.getStatus()).isEqualTo(Status.OK);
        assertThat(result.iterator().next().getMessage()).isEqualTo("1 bundles run as the start list says");
    }

    @Test
    void differencesAreNamedUpToTen() {
        Overview overview = new Overview(List.of(), Collections.nCopies(12, "room has no line"));

        Result result = SwapHealth.of(overview, Optional.empty());

        assertThat(result.getStatus()).isEqualTo(Status.WARN);
        assertThat(result).hasSize(11).last().asString().contains("and 2 more");
    }

    @Test
    void anExchangeThatCouldNotBePutBackIsCritical() {
        assertThat(SwapHealth.of(WELL, Optional.of(entry(Outcome.Result.BROKEN)))
                        .getStatus())
                .isEqualTo(Status.CRITICAL);
    }

    private static HistoryEntry entry(Outcome.Result result) {
        return new HistoryEntry("1", Instant.EPOCH, "test", result, List.of(), "", List.of("why"), 1, 1);
    }
}
