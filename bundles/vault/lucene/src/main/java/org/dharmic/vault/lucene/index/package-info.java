/**
 * One Lucene index: what is in it of a note, how that is written, and how one state of it is looked at. Knows Markdown and
 * words, and neither where files come from nor how hits rank.
 */
package org.dharmic.vault.lucene.index;
