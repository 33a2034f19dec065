package org.dharmic.swap.component;

import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;

/** What the health check of the exchange says. */
final class SwapHealth {

    private static final int SHOWN = 10;

    private SwapHealth() {}

    static Result of(Overview overview, Optional<HistoryEntry> latest) {
        FormattingResultLog log = new FormattingResultLog();
        Optional<HistoryEntry> broken = latest.filter(entry -> entry.result() == Outcome.Result.BROKEN);
        broken.ifPresent(entry -> log.critical(
                "exchange {} could not be put back wholly ({}); restart the container",
                entry.id(),
                String.join("; ", entry.reasons())));
        List<String> differences = overview.differences();
        differences.stream().limit(SHOWN).forEach(each -> log.warn("{}", each));
        if (differences.size() > SHOWN) {
            log.warn("and {} more; swap:status shows all", differences.size() - SHOWN);
        }
        if (broken.isEmpty() && differences.isEmpty()) {
            log.info("{} bundles run as the start list says", overview.bundles().size());
        }
        return new Result(log);
    }
}
