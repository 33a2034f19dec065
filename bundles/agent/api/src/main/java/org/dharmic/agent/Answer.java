package org.dharmic.agent;

import java.util.Objects;
import org.dharmic.context.Receipt;

/** An answer in Markdown, and what it was made of. */
public record Answer(String markdown, Receipt receipt) {
    public Answer {
        Objects.requireNonNull(markdown, "markdown");
        Objects.requireNonNull(receipt, "receipt");
    }
}
