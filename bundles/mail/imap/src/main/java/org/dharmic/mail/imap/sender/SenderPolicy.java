package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.Map;

/**
 * Whom to answer, and whose word to take for who a sender is.
 *
 * @param address our own, lower case
 * @param allowed by address in lower case, as the configuration says
 * @param authservId who may vouch for a sender, lower case; empty for nobody
 * @param receivedMax Received lines that may stand above what it says
 * @param trustFrom for tests: whether the From line is believed unseen
 * @param dkim when a signature vouches for a sender
 * @param caps how much is answered
 * @param tokens how long a reply token is good, and how it travels
 * @param releasedScope the vault scope of a released mail whose sender nobody has allowed
 */
public record SenderPolicy(
        String address,
        Map<String, Grant> allowed,
        String authservId,
        int receivedMax,
        boolean trustFrom,
        DkimRules dkim,
        CapRules caps,
        TokenRules tokens,
        String releasedScope) {

    /**
     * @param verify whether signatures are looked at at all
     * @param keyBits the shortest RSA key that counts
     * @param maxAge how long before its arrival a mail may have been signed
     * @param dnsTimeout how long to wait for a key
     * @param dnsServer {@code host} or {@code host:port}; empty for the system's
     */
    public record DkimRules(boolean verify, int keyBits, Duration maxAge, Duration dnsTimeout, String dnsServer) {}

    /** Mails an hour that are admitted of one sender, in one thread, and in all; 0 for as many as come. */
    public record CapRules(int sender, int thread, int all) {}

    /**
     * @param life from its making
     * @param plus whether the provider delivers {@code name+anything@domain} to us
     */
    public record TokenRules(Duration life, boolean plus) {}

    public SenderPolicy {
        allowed = Map.copyOf(allowed);
    }

    /** Whether an address is ours, with or without something behind a plus. */
    boolean isOwn(String other) {
        int at = address.lastIndexOf('@');
        return other.equals(address)
                || other.startsWith(address.substring(0, at) + "+") && other.endsWith(address.substring(at));
    }
}
