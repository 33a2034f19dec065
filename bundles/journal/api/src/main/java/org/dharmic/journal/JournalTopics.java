package org.dharmic.journal;

/**
 * What the journal posts to the Event Admin after a commit, asynchronously. A hint to look for work at once; whoever
 * misses it finds the work at its next regular look.
 */
public final class JournalTopics {

    /** An item has reached a stage where somebody can work on it. Property {@value #STAGE}. */
    public static final String STAGED = "org/dharmic/journal/STAGED";

    /** Name of a {@link Stage}. */
    public static final String STAGE = "stage";

    private JournalTopics() {}
}
