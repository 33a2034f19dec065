/**
 * What a query wants, and how text becomes words; the same for queries and for the index, or they would not meet. Knows
 * nothing of the bundle.
 */
package org.dharmic.vault.lucene.query;
