package org.dharmic.benchmarks;

import java.util.List;

/** What stands behind a benchmark's name. */
public final class Arguments {

    private Arguments() {}

    /** The whole number after an option. */
    public static int number(List<String> arguments, String option, int otherwise) {
        int at = arguments.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        String value = at + 1 < arguments.size() ? arguments.get(at + 1) : "nothing";
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be followed by a whole number, was " + value, e);
        }
    }
}
