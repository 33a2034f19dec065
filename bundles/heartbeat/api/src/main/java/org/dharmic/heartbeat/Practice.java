package org.dharmic.heartbeat;

import org.osgi.annotation.versioning.ConsumerType;

/** Something done at certain times. Registered as a service. */
@ConsumerType
public interface Practice {

    /** Short, stable name. */
    String name();

    /** When, as a Unix cron expression (minute hour day month weekday) in the zone of this machine. */
    String cron();

    /**
     * Does it; at most once for each time that the expression names, also when the clock is set back.
     *
     * @return one line about what was done
     * @throws Exception when it failed; the message is shown and the next time tries again
     */
    String run() throws Exception;
}
