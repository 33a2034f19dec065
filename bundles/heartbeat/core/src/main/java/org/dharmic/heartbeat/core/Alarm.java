package org.dharmic.heartbeat.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.heartbeat.Alert;
import org.dharmic.heartbeat.AlertSink;
import org.dharmic.heartbeat.Beat;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes alerts on to whoever brings them to the owner. {@link #raise} is called by one thread, the rest by many. */
final class Alarm {

    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

    private final Meters meters;
    private final List<AlertSink> sinks = new CopyOnWriteArrayList<>();
    private volatile long failures;

    Alarm(Meters meters) {
        this.meters = meters;
    }

    void arrived(AlertSink sink) {
        sinks.add(sink);
    }

    void left(AlertSink sink) {
        sinks.removeIf(each -> each == sink);
    }

    /** How many could not be passed on. */
    long failures() {
        return failures;
    }

    void raise(Alert alert) {
        if (alert.status() == Beat.Status.OK) {
            LOG.info("{}", alert.message());
        } else {
            LOG.warn("Alert {} {}", alert.status(), alert.message());
        }
        for (AlertSink sink : sinks) {
            try {
                sink.alert(alert);
                meters.count("heartbeat_alerts_total", "outcome", "passed");
            } catch (RuntimeException | LinkageError e) {
                failures++;
                meters.count("heartbeat_alerts_total", "outcome", "failed");
                LOG.warn("The alert about {} could not be passed on", alert.key(), e);
            }
        }
    }
}
