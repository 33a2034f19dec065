package org.dharmic.swap;

import java.util.List;

/**
 * What runs, against what the start list says.
 *
 * @param bundles every bundle of this project or added to it, by symbolic name
 * @param differences each a sentence: another version runs than the list names, a line without a bundle, a bundle without a line
 */
public record Overview(List<Row> bundles, List<String> differences) {

    /**
     * @param version that runs
     * @param state of the framework, in lower case
     * @param listed version on the start list; empty when it is not on it and goes with the bundle cache
     * @param since id of the latest kept exchange that brought it; empty for what came with the distribution
     */
    public record Row(String symbolicName, String version, String state, String listed, String since) {}

    public Overview {
        bundles = List.copyOf(bundles);
        differences = List.copyOf(differences);
    }
}
