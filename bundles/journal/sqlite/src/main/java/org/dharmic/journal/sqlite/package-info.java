/**
 * The journal as a service: the component, its configuration and health, and {@link SqliteJournal}, which puts the parts
 * together. It alone may know all packages below, and they know nothing of it.
 */
package org.dharmic.journal.sqlite;
