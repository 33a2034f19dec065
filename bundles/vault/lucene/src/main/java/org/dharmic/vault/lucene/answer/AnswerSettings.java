package org.dharmic.vault.lucene.answer;

import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.search.Prior;

/**
 * What answers depend on beside the state of the index; read afresh at each call.
 *
 * @param scopes parts of the vault by their names
 * @param prior what a note is worth before anything is asked
 * @param passageMaxChars as the index was made with
 */
public record AnswerSettings(Scopes scopes, Prior prior, int passageMaxChars) {}
