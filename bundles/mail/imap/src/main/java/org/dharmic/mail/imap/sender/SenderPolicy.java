package org.dharmic.mail.imap.sender;

import java.util.Set;

/**
 * Whom to answer, and whose word to take for who a sender is.
 *
 * @param allowed addresses in lower case
 * @param authservId who may vouch for a sender, lower case; empty for nobody
 * @param receivedMax Received lines that may stand above what it says
 * @param trustFrom for tests: whether the From line is believed unseen
 */
public record SenderPolicy(Set<String> allowed, String authservId, int receivedMax, boolean trustFrom) {
    public SenderPolicy {
        allowed = Set.copyOf(allowed);
    }
}
