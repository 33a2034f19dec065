package org.dharmic.heartbeat;

import org.osgi.annotation.versioning.ConsumerType;

/** Whoever passes alerts on. Registered as a service; every one gets every alert. */
@ConsumerType
public interface AlertSink {

    /** Passes the alert on, or keeps it to be passed on. Called by the heartbeat's thread; a failure is counted, not repeated. */
    void alert(Alert alert);
}
