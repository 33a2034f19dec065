/**
 * What a person is shown: hits, notes and passages as they stand in the files now, and what there is to say about them. Knows
 * the engine by its interface.
 */
package org.dharmic.vault.lucene.answer;
