/**
 * Answers for the vault as a whole: from an index that is kept equal to the folder, or from the files themselves. Brings folder,
 * index and search together, and knows nothing of how answers are shown.
 */
package org.dharmic.vault.lucene.engine;
