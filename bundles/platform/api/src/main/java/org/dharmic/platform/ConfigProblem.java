package org.dharmic.platform;

import java.util.Objects;

/**
 * What is wrong with a configuration.
 *
 * @param pid whose
 * @param key which key; empty when it is the set as a whole
 * @param value what was seen, never a secret
 * @param expected what would be right
 * @param file where to mend it
 */
public record ConfigProblem(String pid, String key, String value, String expected, String file) {
    public ConfigProblem {
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(file, "file");
    }

    /** One line for people. */
    public String message() {
        return key + " must be " + expected + ", was '" + value + "' (" + file + ")";
    }
}
