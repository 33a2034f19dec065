package org.dharmic.vault.lucene;

import java.util.List;
import org.dharmic.vault.lucene.prompt.WholeLines;
import org.dharmic.vault.lucene.query.Clause;

/** Between the components of this bundle: passages as whole lines, for a prompt. */
interface Passages {

    /**
     * The best passages, best first, each as whole lines exactly as they stand in the file.
     *
     * @param scope name of the vault scope
     * @param limit at most so many
     * @param maxChars characters of all of them together
     */
    List<WholeLines> best(List<Clause> clauses, String scope, int limit, int maxChars);
}
