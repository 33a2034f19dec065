package org.dharmic.mail.imap;

/** A setting that cannot be used: names key, value and what was expected. */
final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;
    private final String expected;

    BadSetting(String key, Object value, String expected) {
        super(key + " must be " + expected + ", was '" + value + "'");
        this.key = key;
        this.value = String.valueOf(value);
        this.expected = expected;
    }

    String key() {
        return key;
    }

    String value() {
        return value;
    }

    String expected() {
        return expected;
    }
}
