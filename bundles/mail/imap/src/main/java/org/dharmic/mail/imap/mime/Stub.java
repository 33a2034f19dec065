package org.dharmic.mail.imap.mime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is spooled in place of a mail that cannot be taken in as it is: one line that says why. It becomes an item all the
 * same, and is rejected with that reason. A sender who writes such a line first into his mail gets only himself rejected.
 */
public final class Stub {

    private static final String MARK = "X-Dharmic-Not-Taken: ";

    private Stub() {}

    /** Never the same for two mails, so that the journal does not take one for the other. */
    public static byte[] bytes(String why, String account, long uidValidity, long uid) {
        return (MARK + HeaderText.cut(HeaderText.singleLine(why), 300) + "\r\nX-Dharmic-Source: " + account + "/"
                        + uidValidity + "/" + uid + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static Optional<String> reason(ParsedMail mail) {
        return mail.headers().isEmpty() || !mail.headers().get(0).name().equals("x-dharmic-not-taken")
                ? Optional.empty()
                : Optional.of(mail.headers().get(0).value());
    }
}
