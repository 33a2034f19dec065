package org.dharmic.journal.sqlite.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** An open journal as whoever looks after it sees it. All of this may run beside the work. */
public interface Kept {

    Path file();

    /** @see Sweeper#sweep */
    int sweep() throws IOException;

    /** @see Sweeper#thin */
    int thin(Instant before) throws IOException;

    /** Reads the whole database and looks whether it is sound. Returns what is wrong, empty when it is sound. */
    String check();

    /** Ends what reads through everything on another thread: it throws there, and no other begins. */
    void endChecks();
}
