/** Answers without a language model: quotes from the notes that fit the question, each with its place. */
package org.dharmic.executor.extractive;
