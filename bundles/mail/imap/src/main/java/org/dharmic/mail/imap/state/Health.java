package org.dharmic.mail.imap.state;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.imap.settings.ImapSettings;

/** The account's state as a health check says it. */
public final class Health {

    /** A kept line and bursts of replies need a few; a server that hangs up every other minute needs looking after. */
    private static final int RESTLESS = 120;

    private Health() {}

    public static void describe(
            ChannelState state,
            ConnectionFigures lines,
            boolean journal,
            ImapSettings settings,
            FormattingResultLog log) {
        side(state.intake(), "intake", log);
        side(state.sending(), "sending", log);
        if (state.admission().state() == State.PAUSED) {
            log.add(new ResultLog.Entry(
                    Result.Status.CRITICAL,
                    "admission stopped: " + state.admission().reason()));
        }
        if (settings.kept() && lines.connectsLastHour() > RESTLESS) {
            log.warn("{} connections in the last hour: the lines do not hold", lines.connectsLastHour());
        } else {
            log.info(
                    "{} connections and {} TLS handshakes in the last hour",
                    lines.connectsLastHour(),
                    lines.handshakesLastHour());
        }
        if (!journal) {
            log.temporarilyUnavailable("the journal is away: mail stays on the server, replies wait");
        }
        if (settings.senders().trustFrom()) {
            log.warn("unsafe.trust.from is on: senders are not authenticated");
        } else if (settings.senders().allowed().isEmpty()) {
            log.warn("allowed.senders is empty: nobody is answered but whom mail:allow has let in");
        } else if (settings.senders().authservId().isEmpty()
                && !settings.senders().dkim().verify()) {
            log.warn("authserv.id is empty and dkim.verify off: no sender can be authenticated, nobody is answered");
        }
    }

    private static void side(ChannelState.Side side, String name, FormattingResultLog log) {
        String reason = side.reason().isEmpty() ? "" : ": " + side.reason();
        if (side.state() == State.REFUSED) {
            log.add(new ResultLog.Entry(Result.Status.CRITICAL, name + " refused since " + side.since() + reason));
        } else if (side.state() == State.DISCONNECTED || side.state() == State.PAUSED) {
            log.warn("{} {} since {}{}", name, side.state(), side.since(), reason);
        } else {
            log.info("{} {} since {}{}", name, side.state(), side.since(), reason);
        }
    }
}
