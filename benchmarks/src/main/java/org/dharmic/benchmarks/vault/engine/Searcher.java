package org.dharmic.benchmarks.vault.engine;

import java.util.List;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;

/** Another way to search a vault, to compare with. Safe for many threads. */
public interface Searcher extends AutoCloseable {

    String name();

    /**
     * Searches as a person's program would: with a snippet of each answer.
     *
     * @return best first
     */
    List<Place> search(Ask ask, int limit);

    @Override
    void close();
}
