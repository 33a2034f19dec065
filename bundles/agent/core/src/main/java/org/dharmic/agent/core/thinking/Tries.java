package org.dharmic.agent.core.thinking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.agent.core.text.Text;
import org.dharmic.executor.Completion;

/** What came of asking one executor after the other for one answer. For one thread. */
final class Tries {

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final List<String> attempts = new ArrayList<>();
    private Duration soonest; // null: nobody said when
    private Duration soonestModel; // null: no model is out for a while only
    private boolean onlyRejected = true;
    private boolean late;

    List<String> attempts() {
        return List.copyOf(attempts);
    }

    /** Whether a model was passed over or has failed that will be there again by itself. */
    boolean modelIsBusy() {
        return soonestModel != null;
    }

    void leftAlone(Roster.Bound one) {
        Duration left = one.breaker().left();
        if (one.hasModel() && one.breaker().isBusy()) {
            soonestModel = sooner(soonestModel, left);
        }
        add(one, "left alone for " + left.toSeconds() + " s: " + one.breaker().why());
        soonest = sooner(soonest, left);
        onlyRejected = false;
    }

    void passedOver(Roster.Bound one, String why) {
        add(one, why);
        soonest = sooner(soonest, AGAIN);
        onlyRejected = false;
    }

    void rejected(Roster.Bound one, Completion.Rejected rejected) {
        add(one, rejected.why());
    }

    /** @param left whether it left meanwhile: then its word says nothing about its successor */
    void failed(Roster.Bound one, Completion.Retry retry, boolean left) {
        add(one, retry.why());
        onlyRejected = false;
        if (!left) {
            soonest = sooner(soonest, retry.after());
            late |= retry.cause() == Completion.Retry.Cause.LATE;
            if (one.hasModel() && retry.cause() == Completion.Retry.Cause.BUSY) {
                soonestModel = sooner(soonestModel, retry.after());
            }
        }
    }

    private void add(Roster.Bound one, String why) {
        attempts.add(one.name() + ": " + Text.line(why));
    }

    /** When nobody had an answer. */
    Thinking outcome() {
        return !attempts.isEmpty() && onlyRejected ? new Thinking.Never(attempts()) : notNow();
    }

    Thinking.NotNow notNow() {
        return modelIsBusy()
                ? new Thinking.NotNow(soonestModel, false, attempts())
                : new Thinking.NotNow(soonest == null ? AGAIN : soonest, late, attempts());
    }

    private static Duration sooner(Duration one, Duration other) {
        return one == null || other.compareTo(one) < 0 ? other : one;
    }
}
