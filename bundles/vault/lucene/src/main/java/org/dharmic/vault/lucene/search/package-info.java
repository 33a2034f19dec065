/**
 * How hits are found and rank, and what else one state of the index can tell. Knows the index and the query; of the vault's
 * folder its scopes alone, for it reads no file.
 */
package org.dharmic.vault.lucene.search;
