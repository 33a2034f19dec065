/**
 * The folders with a meaning of their own, as an earlier program had them. Knows the vault as {@link Shelves.Source} and of the
 * rest what a path may be.
 */
package org.dharmic.vault.lucene.view;
