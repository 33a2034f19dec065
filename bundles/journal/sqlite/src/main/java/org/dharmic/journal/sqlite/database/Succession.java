package org.dharmic.journal.sqlite.database;

import java.sql.SQLException;
import org.dharmic.support.sqlite.Link;

/** What is done in the file between one process and the next. Runs inside the writer's transactions. */
public interface Succession {

    /** The file was opened, and nobody has looked at it: what the processes before have left becomes ours. */
    void takeOver(Link db) throws SQLException;

    /** The file is being closed properly. It does not come to this when the process dies. */
    void leave(Link db) throws SQLException;
}
