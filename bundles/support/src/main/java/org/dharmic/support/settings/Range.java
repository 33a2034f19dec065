package org.dharmic.support.settings;

/**
 * The range of a number in a configuration, with a message a person can act on. The second line of defence: config-guard
 * refuses such a set before it reaches a room.
 *
 * @param pid whose configuration it is
 */
public record Range(String pid) {

    /**
     * @param max the greatest value that is allowed
     * @return {@code value}
     * @throws IllegalArgumentException when it is less than {@code min} or more than {@code max}
     */
    public long within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " must be " + min + " to " + max + ", was " + value + " (etc/" + pid + ".cfg)");
        }
        return value;
    }

    /** As {@link #within(String, long, long, long)}. */
    public int within(String key, int value, int min, int max) {
        return (int) within(key, (long) value, min, max);
    }
}
