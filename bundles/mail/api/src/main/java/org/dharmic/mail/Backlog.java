package org.dharmic.mail;

import java.util.List;

/**
 * What lay in the folder before the account began.
 *
 * @param total how many such mails are in the folder and were not taken in since
 * @param mails the newest of them, newest first
 */
public record Backlog(long total, List<OldMail> mails) {
    public Backlog {
        mails = List.copyOf(mails);
    }
}
