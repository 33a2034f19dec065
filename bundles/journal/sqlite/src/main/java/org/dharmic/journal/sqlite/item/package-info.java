/**
 * Items in rows: who gets one next, how it goes on, what is told of it, and what a death of the process means to it. All of
 * this runs inside a transaction that somebody else has begun; it knows the {@code Link} to the file and never the
 * {@code Database}.
 */
package org.dharmic.journal.sqlite.item;
