/**
 * Looks after the journal as a whole, beside the work on its items: sweeps, gives up what is old, compares everything with what
 * it should be, counts. Knows the open journal as {@link Kept}, and nothing of those who work with it.
 */
package org.dharmic.journal.sqlite.upkeep;
