/** New notes, under guard: what may be written, where, and the record of every attempt. */
package org.dharmic.vault.lucene.writing;
