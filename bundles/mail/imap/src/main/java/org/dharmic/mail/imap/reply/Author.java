package org.dharmic.mail.imap.reply;

import java.time.Duration;

/**
 * Who a reply comes from.
 *
 * @param address one plain mail address
 * @param name what stands beside it in the From line, one line of text; empty for none
 * @param tokenLife how long the token in its Message-ID is good
 */
public record Author(String address, String name, Duration tokenLife) {

    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
