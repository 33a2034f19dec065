package org.dharmic.journal;

/**
 * A journal that is tried.
 *
 * @param <J> the provider's class
 */
public interface JournalTested<J extends Journal & AutoCloseable> {

    /**
     * Opens the same storage each time, as a process that has just started would, and has swept what an earlier one left
     * behind when it returns. Called again only after the journal before was closed.
     */
    J open() throws Exception;
}
