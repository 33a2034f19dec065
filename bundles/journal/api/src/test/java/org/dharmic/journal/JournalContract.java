package org.dharmic.journal;

import java.time.Duration;

/**
 * What every journal promises. A provider's test implements this interface; that of a stand-in in other tests implements
 * those of its parts that the stand-in keeps.
 *
 * @param <J> the provider's class
 */
public interface JournalContract<J extends Journal & AutoCloseable>
        extends JournalIntakeContract<J>,
                JournalLeasesContract<J>,
                JournalStepsContract<J>,
                JournalLookingContract<J>,
                JournalDecisionsContract<J> {

    /** Longer than any test takes. */
    Duration LONG = JournalHands.LONG;

    @Override
    J open() throws Exception;
}
