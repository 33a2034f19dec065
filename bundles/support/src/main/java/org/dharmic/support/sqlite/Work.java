package org.dharmic.support.sqlite;

import java.sql.SQLException;

/** What is done with a connection inside one transaction. */
@FunctionalInterface
public interface Work<R> {
    R on(Link link) throws SQLException;
}
