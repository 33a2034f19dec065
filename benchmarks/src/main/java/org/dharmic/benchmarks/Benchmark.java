package org.dharmic.benchmarks;

import java.util.List;
import java.util.Map;

/** One measurement. Add one by writing it and naming it in {@link Main}. */
public interface Benchmark {

    String name();

    /** What it measures and which arguments it takes, in one line. */
    String description();

    /** @return figures for the one line of JSON, in their order; values are strings, numbers, lists and maps */
    Map<String, Object> run(List<String> arguments) throws Exception;
}
