package org.dharmic.mail.imap.sender;

import org.dharmic.mail.Tier;

/**
 * Somebody who may speak.
 *
 * @param address the one that was authenticated, and the only one that is answered
 * @param tier what this mail of his may do
 * @param scope the vault scope that limits what he is shown
 * @param verdict how he was authenticated, one line
 */
public record Speaker(String address, Tier tier, String scope, String verdict) {}
