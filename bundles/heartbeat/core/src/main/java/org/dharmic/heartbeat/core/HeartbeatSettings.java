package org.dharmic.heartbeat.core;

import java.time.Duration;

/**
 * The checked configuration.
 *
 * @param maintenance zero means never
 */
record HeartbeatSettings(
        Duration interval, Duration maintenance, Duration grace, Duration readyWithin, Duration drain) {

    static HeartbeatSettings from(HeartbeatConfig config) {
        return new HeartbeatSettings(
                range("interval.seconds", config.interval_seconds(), 10, 86_400),
                range("maintenance.seconds", config.maintenance_seconds(), 0, 86_400),
                range("grace.seconds", config.grace_seconds(), 0, 300),
                range("ready.within.seconds", config.ready_within_seconds(), 1, 600),
                range("drain.seconds", config.drain_seconds(), 0, 60));
    }

    private static Duration range(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value
                    + " (etc/org.dharmic.heartbeat.core.cfg)");
        }
        return Duration.ofSeconds(value);
    }
}
