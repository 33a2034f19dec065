/**
 * The vault's folder: what belongs to it, reading from it and from nothing beside it, and hearing of changes. Knows nothing of
 * the bundle, neither what is in the files nor who asks for them.
 */
package org.dharmic.vault.lucene.folder;
