package org.dharmic.context;

import java.util.Objects;

/**
 * One piece of context.
 *
 * @param source who contributed it: {@code telos}, {@code vault}, {@code deep-memory}, …; equals the contributor's name
 * @param locator where it can be looked up, for example {@code home/water.md#L12-L18}; empty when it has no place
 * @param title a short heading for people; may be empty
 * @param text the text itself, at most the budget's size
 * @param score relevance within its source, higher is better, 0 when the source does not rank
 * @param trust how far it may steer the answer
 */
public record ContextBlock(String source, String locator, String title, String text, double score, Trust trust) {

    public ContextBlock {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(locator, "locator");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(trust, "trust");
    }
}
