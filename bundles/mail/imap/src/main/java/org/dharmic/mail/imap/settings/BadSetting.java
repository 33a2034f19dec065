package org.dharmic.mail.imap.settings;

/** A setting that cannot be used: names key, value and what was expected. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;
    private final String expected;

    public BadSetting(String key, Object value, String expected) {
        super(key + " must be " + expected + ", was '" + value + "'");
        this.key = key;
        this.value = String.valueOf(value);
        this.expected = expected;
    }

    public String key() {
        return key;
    }

    public String value() {
        return value;
    }

    public String expected() {
        return expected;
    }
}
