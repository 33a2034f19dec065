package org.dharmic.launcher.metatype;

import java.util.Objects;

/**
 * What is wrong with one key of a set.
 *
 * @param key which; empty when it is the set as a whole
 * @param value what was seen, never a secret
 * @param expected what would be right
 */
public record Problem(String key, String value, String expected) {

    public Problem {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expected, "expected");
    }

    /** One line for people. */
    public String message(String file) {
        return key + " must be " + expected + ", was '" + value + "' (" + file + ")";
    }
}
