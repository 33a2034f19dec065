/** Answers that are kept, and made ahead. Knows the contract of the vault and nothing of the bundle. */
package org.dharmic.vault.lucene.cache;
