/**
 * What goes into a prompt: what a letter asks for, which passages are chosen, and how much of them. Knows the engine by its
 * interface, and finds a passage in its file as answers for people do.
 */
package org.dharmic.vault.lucene.prompt;
