package org.dharmic.mail.imap.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where a mail server is and how the way to it is protected. */
public record Server(String host, int port, Security security) {

    public enum Security {
        TLS,
        STARTTLS,
        PLAIN
    }

    private static final Pattern BLANK = Pattern.compile("[\\x00-\\x20]");

    /** @param protocol {@code imap} or {@code smtp}, the first part of the keys */
    static Server checked(String protocol, String host, int port, String security) {
        String name = host == null ? "" : host.strip();
        if (name.isEmpty() || BLANK.matcher(name).find()) {
            throw new BadSetting(protocol + ".host", host, "a host name");
        }
        Range.check(protocol + ".port", port, 1, 65_535);
        Security how;
        switch (security.strip().toLowerCase(Locale.ROOT)) {
            case "tls" -> how = Security.TLS;
            case "starttls" -> how = Security.STARTTLS;
            case "plain" -> how = Security.PLAIN;
            default -> throw new BadSetting(protocol + ".security", security, "tls, starttls or plain");
        }
        if (how == Security.PLAIN && !isLoopback(name)) {
            throw new BadSetting(
                    protocol + ".security",
                    security,
                    "tls or starttls for " + name + ", plain only to a loopback host");
        }
        return new Server(name, port, how);
    }

    /** By the name as written: asking the DNS here would block, and could be lied to. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return host + ":" + port + " " + security.name().toLowerCase(Locale.ROOT);
    }
}
