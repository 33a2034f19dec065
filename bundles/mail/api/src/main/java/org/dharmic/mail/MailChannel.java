package org.dharmic.mail;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** One mail account. Registered once for each, with the service property {@code account}. Safe for many threads. */
@ProviderType
public interface MailChannel {

    /** Service property with the account's name. */
    String ACCOUNT = "account";

    /** Name of the account, as in its configuration. */
    String account();

    /** How it is doing; returns at once. */
    ChannelStatus status();

    /**
     * Looks into the mailbox now, and waits until that look has ended.
     *
     * @return how many mails were taken in
     * @throws MailUnavailable when the look did not end in time or failed; the message says why
     */
    int poll(Duration wait);
}
