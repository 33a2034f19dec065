/** What two stores on SQLite have in common: opening with the right modes, one writer, pooled readers, migrations. */
package org.dharmic.support.sqlite;
