/**
 * The folder in which the journal lies: the process that has it, and the bytes of mails and replies in the spool. Knows no
 * database, nor who refers to which bytes.
 */
package org.dharmic.journal.sqlite.folder;
