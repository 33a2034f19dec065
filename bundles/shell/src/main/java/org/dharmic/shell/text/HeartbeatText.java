package org.dharmic.shell.text;

import org.dharmic.heartbeat.Beat;

/** What the heartbeat answers, in words. Each method is a pure function of its arguments. */
public final class HeartbeatText {

    private HeartbeatText() {}

    public static Sheet checks(Beat beat) {
        Sheet.Builder sheet = Sheet.of("check", "status", "ms", "message");
        beat.checks()
                .forEach(check ->
                        sheet.row(check.name(), check.status(), check.took().toMillis(), check.message()));
        return sheet.build();
    }

    public static String beat(Beat beat) {
        return beat.status() + " at " + Words.time(beat.at()) + ", "
                + beat.checks().size() + " checks in " + beat.took().toMillis() + " ms";
    }
}
