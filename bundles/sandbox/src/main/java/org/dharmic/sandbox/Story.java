package org.dharmic.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;

/** When an item first reached each stage, by its history in the journal. */
record Story(Map<Stage, Instant> reached) {

    static Story of(List<Transition> history) {
        Map<Stage, Instant> reached = new EnumMap<>(Stage.class);
        history.forEach(transition -> reached.putIfAbsent(transition.stage(), transition.at()));
        return new Story(reached);
    }

    Optional<Instant> at(Stage stage) {
        return Optional.ofNullable(reached.get(stage));
    }

    /** Milliseconds from one stage to another; empty while either is missing. */
    Optional<Long> millis(Stage from, Stage to) {
        return at(from).flatMap(
                        start -> at(to).map(end -> Duration.between(start, end).toMillis()));
    }
}
