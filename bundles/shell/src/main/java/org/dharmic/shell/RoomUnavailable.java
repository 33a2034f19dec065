package org.dharmic.shell;

/** A room is not there for the moment: being exchanged, not started yet, or failed. */
public final class RoomUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RoomUnavailable(String room, long waitedSeconds) {
        super(room + " is temporarily unavailable: no service within " + waitedSeconds
                + " s; try again, heartbeat:now says what is wrong");
    }
}
