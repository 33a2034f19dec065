package org.dharmic.executor.extractive;

import java.util.List;
import java.util.Set;
import org.dharmic.context.ContextBlock;

/**
 * A unit that may be quoted, with what is known about its block.
 *
 * @param passage the block it stands in
 * @param index its number within the passage
 */
record Candidate(Passage passage, int index, Unit unit) {

    /**
     * A block, read once.
     *
     * @param lines the lines of its text
     * @param about words of its title, its path and its front matter
     * @param words all words of its text
     * @param file all words of the blocks of the same file, its own included
     * @param rank its score among the blocks of its source, 0 to 1
     */
    record Passage(
            ContextBlock block,
            List<String> lines,
            List<Unit> units,
            Set<String> about,
            Set<String> words,
            Set<String> file,
            double rank) {}

    String locator() {
        return locator(unit.from(), unit.to());
    }

    String locator(int from, int to) {
        return Locator.of(passage.block().locator()).narrowed(passage.lines(), from, to);
    }
}
