package org.dharmic.swap.deploy;

import java.util.Collection;
import java.util.List;

/** Who wanted an exchange, in the history: {@code deploy/<file>, <file>}. */
final class Origin {

    private static final String PREFIX = "deploy/";
    private static final String BETWEEN = ", ";

    private Origin() {}

    static String of(Collection<String> files) {
        return PREFIX + String.join(BETWEEN, files);
    }

    static List<String> files(String origin) {
        return origin.startsWith(PREFIX)
                ? List.of(origin.substring(PREFIX.length()).split(BETWEEN))
                : List.of();
    }
}
