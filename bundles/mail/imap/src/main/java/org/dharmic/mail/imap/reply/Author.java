package org.dharmic.mail.imap.reply;

/**
 * Who a reply comes from.
 *
 * @param address one plain mail address
 * @param name what stands beside it in the From line, one line of text; empty for none
 */
public record Author(String address, String name) {

    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
