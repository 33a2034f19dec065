package org.dharmic.mail.imap.connection;

import java.util.function.LongSupplier;

/** What the connections of one account have cost so far. For many threads. */
public final class Costs {

    private final HourlyCount connects;
    private final HourlyCount handshakes;
    private final RecentMedian coldLooks = new RecentMedian();
    private final RecentMedian warmLooks = new RecentMedian();

    public Costs(LongSupplier nanos) {
        connects = new HourlyCount(nanos);
        handshakes = new HourlyCount(nanos);
    }

    /** Connections that came to a login. */
    public HourlyCount connects() {
        return connects;
    }

    /** TLS handshakes that were begun; one that fails costs the servers as much. */
    public HourlyCount handshakes() {
        return handshakes;
    }

    /** Looks into the mailbox that had to connect first. */
    public RecentMedian coldLooks() {
        return coldLooks;
    }

    /** Looks over a connection that was there. */
    public RecentMedian warmLooks() {
        return warmLooks;
    }
}
