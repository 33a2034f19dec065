package org.dharmic.journal.sqlite.database;

import java.time.Duration;
import org.dharmic.journal.Stage;

/** Who is told what happened, after the commit and outside every lock. */
public interface Observer {

    Observer NOBODY = new Observer() {};

    /** There may be work in this stage now. */
    default void staged(Stage stage) {}

    /** An item has come into this stage. */
    default void moved(Stage stage) {}

    /** A change was committed. */
    default void committed(Duration took) {}
}
