package org.dharmic.swap.deploy;

import java.util.List;

/** How the files in the watched folder are doing. Answers from memory, as of the latest look; safe for many threads. */
public interface DeployStates {

    /** Every file that is there or whose going is not settled, by name; what is hidden or half downloaded aside. */
    List<FileState> states();

    /** Why the folder as a whole is not acted upon, each with what mends it; empty when it is. */
    List<String> problems();
}
