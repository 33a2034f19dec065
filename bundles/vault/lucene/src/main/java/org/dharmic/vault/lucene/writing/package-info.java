/**
 * New notes, under guard: what may be written, where, and the record of every attempt. Knows the contract of the vault and nothing
 * of the bundle.
 */
package org.dharmic.vault.lucene.writing;
