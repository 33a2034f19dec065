/**
 * The one file: its schema, its one writer with changes that go to the disk together, the readers beside it, and what is known
 * to be wrong with it. Of items it knows how many are in which stage; what becomes of them it leaves to
 * {@link Database.Change} and {@link Succession}.
 */
package org.dharmic.journal.sqlite.database;
