package org.dharmic.context;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A room that has something to say to a prompt. Registered as a service; every one is asked for every inquiry.
 *
 * <p>Called by many threads. Whoever is later than the agent's deadline, or throws, is left out of the prompt and named
 * in the receipt.
 */
@ConsumerType
public interface ContextContributor {

    /** Short, stable name, for example {@code vault}; also the {@code source} of its blocks. */
    String name();

    /**
     * The blocks for an inquiry, best first, together at most {@code maxChars} characters long. Empty when there is
     * nothing to say. May block on its own storage; should give up when interrupted.
     *
     * @throws Exception when the room cannot answer; the message stands in the receipt
     */
    List<ContextBlock> contribute(Inquiry inquiry, int maxChars) throws Exception;
}
