package org.dharmic.itests.post;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mailboxes in memory. Each address has an INBOX and a folder for what was sent; any password will do. Safe for many
 * threads.
 */
public final class PostOffice {

    public static final String INBOX = "INBOX";

    private final String sent;
    private final Map<String, Map<String, Box>> boxes = new ConcurrentHashMap<>();

    /** With a folder {@code Sent}. */
    public PostOffice() {
        this("Sent");
    }

    /** @param sent name of the folder for what was sent */
    public PostOffice(String sent) {
        this.sent = sent;
    }

    /** Name of the folder for what was sent. */
    String sent() {
        return sent;
    }

    public Box inbox(String address) {
        return box(address, INBOX);
    }

    public Box sent(String address) {
        return box(address, sent);
    }

    Box box(String address, String folder) {
        return folders(address).computeIfAbsent(canonical(folder), name -> new Box());
    }

    /** Null when there is none. */
    Box find(String address, String folder) {
        return folders(address).get(canonical(folder));
    }

    Set<String> names(String address) {
        return new TreeSet<>(folders(address).keySet());
    }

    private Map<String, Box> folders(String address) {
        return boxes.computeIfAbsent(
                address.toLowerCase(Locale.ROOT),
                key -> new ConcurrentHashMap<>(new TreeMap<>(Map.of(INBOX, new Box(), sent, new Box()))));
    }

    /** INBOX alone may be written in any case (RFC 9051 section 5.1). */
    private static String canonical(String folder) {
        return folder.equalsIgnoreCase(INBOX) ? INBOX : folder;
    }
}
