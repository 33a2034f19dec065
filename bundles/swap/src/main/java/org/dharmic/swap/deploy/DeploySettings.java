package org.dharmic.swap.deploy;

import java.time.Duration;
import org.dharmic.support.settings.Range;

/** The settings in force. */
record DeploySettings(Duration poll, Duration settle, Duration drain) {

    static DeploySettings from(DeployConfig config) {
        Range range = new Range(DeployComponent.PID);
        return new DeploySettings(
                Duration.ofMillis(range.within("poll.millis", config.poll_millis(), 100, 60_000)),
                Duration.ofMillis(range.within("settle.millis", config.settle_millis(), 100, 60_000)),
                Duration.ofSeconds(range.within("drain.seconds", config.drain_seconds(), 0, 60)));
    }
}
