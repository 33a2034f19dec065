package org.dharmic.mail.imap.settings;

/** Checks of numbers, with the message a person can act on. */
final class Range {

    private Range() {}

    static long check(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new BadSetting(key, value, min + " to " + max);
        }
        return value;
    }
}
