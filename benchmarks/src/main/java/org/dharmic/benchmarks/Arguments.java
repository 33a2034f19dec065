package org.dharmic.benchmarks;

import java.util.List;
import java.util.Optional;

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

    /** The word after an option. */
    public static Optional<String> text(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        return at < 0 || at + 1 >= arguments.size() ? Optional.empty() : Optional.of(arguments.get(at + 1));
    }
}
