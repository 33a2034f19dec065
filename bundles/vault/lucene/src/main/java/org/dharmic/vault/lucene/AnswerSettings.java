package org.dharmic.vault.lucene;

/**
 * What answers depend on beside the state of the index; read afresh at each call.
 *
 * @param scopes parts of the vault by their names
 * @param prior what a note is worth before anything is asked
 * @param passageMaxChars as the index was made with
 */
record AnswerSettings(Scopes scopes, Prior prior, int passageMaxChars) {}
