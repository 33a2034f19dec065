package org.dharmic.mail;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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

    /** What its connections have cost; returns at once. */
    ConnectionFigures connections();

    /**
     * Mails that lay in the folder before the account began.
     *
     * @param limit how many of them to describe, 0 to 1,000
     * @throws MailUnavailable when the mailbox cannot be reached in time
     */
    Backlog backlog(int limit, Duration wait);

    /**
     * Takes mails of the backlog in after all, oldest first; they are then treated like new ones. Repeating it is
     * harmless.
     *
     * @param uids which; empty means all of them
     * @return how many were taken in
     * @throws MailUnavailable when the mailbox cannot be reached in time; those taken in before stay
     */
    int takeBacklog(Set<Long> uids, Duration wait);

    /** Everybody about whom something was decided, in the order of the addresses. */
    List<Correspondent> correspondents();

    /**
     * Lets an address speak from now on. Kept across restarts, apart from the configuration; takes back a denial.
     *
     * @param address one plain address
     * @param tier what it may do at most
     * @param scope name of a vault scope, {@code all} for the whole vault
     * @throws IllegalArgumentException when the address is none, with what is wrong
     */
    Correspondent allow(String address, Tier tier, String scope);

    /**
     * Rejects whatever an address sends from now on, also when the configuration allows it.
     *
     * @throws IllegalArgumentException when the address is none, with what is wrong
     */
    Correspondent deny(String address);

    /**
     * Makes a reply token for an allowed address.
     *
     * @throws IllegalArgumentException when the address may not speak
     */
    ReplyToken token(String address);

    /**
     * Tries everything that a mail needs, one step after the other, over connections of its own: name, port, TLS, login,
     * folder, flags, Sent folder, SMTP. Sends nothing.
     */
    List<Trial> test(Duration wait);
}
