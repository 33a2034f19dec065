/**
 * Takes a Markdown file apart: its lines, the sections that become passages, headings, tags and links. Knows nothing of the
 * bundle, neither where a file lies nor what becomes of it.
 */
package org.dharmic.vault.lucene.markdown;
