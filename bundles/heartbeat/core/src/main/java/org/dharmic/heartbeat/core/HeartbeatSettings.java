package org.dharmic.heartbeat.core;

import java.time.Duration;
import org.dharmic.support.settings.Range;

/**
 * The checked configuration.
 *
 * @param maintenance zero means never
 */
record HeartbeatSettings(
        Duration interval, Duration maintenance, Duration grace, Duration readyWithin, Duration drain) {

    private static final Range RANGE = new Range(HeartbeatCore.PID);

    static HeartbeatSettings from(HeartbeatConfig config) {
        return new HeartbeatSettings(
                seconds("interval.seconds", config.interval_seconds(), 10, 86_400),
                seconds("maintenance.seconds", config.maintenance_seconds(), 0, 86_400),
                seconds("grace.seconds", config.grace_seconds(), 0, 300),
                seconds("ready.within.seconds", config.ready_within_seconds(), 1, 600),
                seconds("drain.seconds", config.drain_seconds(), 0, 60));
    }

    private static Duration seconds(String key, int value, int min, int max) {
        return Duration.ofSeconds(RANGE.within(key, value, min, max));
    }
}
