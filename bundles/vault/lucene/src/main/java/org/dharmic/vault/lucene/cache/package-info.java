/** Answers that are kept, and made ahead; knows the contract of the vault and nothing of the index. */
package org.dharmic.vault.lucene.cache;
