/**
 * What is done with items by order of the contract, each time as one change: they are taken in, worked on, decided about by a
 * person, and the memories learn from them. Says what belongs together in a transaction and whether it is forced to the disk;
 * what it does to the rows is up to {@code item}.
 */
package org.dharmic.journal.sqlite.work;
