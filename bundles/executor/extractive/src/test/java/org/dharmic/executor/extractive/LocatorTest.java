package org.dharmic.executor.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocatorTest {

    @Test
    void narrowsToTheQuotedLines() {
        assertThat(Locator.of("a/b.md#L10-L12").narrowed(List.of("x", "y", "z"), 1, 2))
                .isEqualTo("a/b.md#L11-L12");
        assertThat(Locator.of("a/b.md#L10-L12@0a1b").narrowed(List.of("x", "y", "z"), 0, 0))
                .isEqualTo("a/b.md#L10-L10@0a1b");
        assertThat(Locator.of("a/b.md#L7").narrowed(List.of("x"), 0, 0)).isEqualTo("a/b.md#L7-L7");
    }

    @Test
    void staysWholeWhenTheTextIsSomethingElse() {
        assertThat(Locator.of("a/b.md#L10-L12").narrowed(List.of("x"), 0, 0)).isEqualTo("a/b.md#L10-L12");
        assertThat(Locator.of("memory:7").narrowed(List.of("x"), 0, 0)).isEqualTo("memory:7");
        assertThat(Locator.of("").narrowed(List.of("x"), 0, 0)).isEmpty();
    }
}
