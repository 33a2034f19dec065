package org.dharmic.swap.trust;

import java.io.IOException;

/** Where a person changes whom to trust. Safe for many threads. */
public interface TrustDesk {

    /** What is in force. */
    TrustSettings settings();

    /** Whom an argument means; relative paths begin at the instance. */
    Signers signers();

    /**
     * Writes the configuration file and waits until it is in force, a few seconds at most.
     *
     * @return whether it is in force
     * @throws IOException when the file cannot be written; nothing has changed then
     */
    boolean change(TrustSettings wanted) throws IOException, InterruptedException;
}
