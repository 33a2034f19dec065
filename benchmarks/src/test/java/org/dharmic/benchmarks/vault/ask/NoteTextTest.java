package org.dharmic.benchmarks.vault.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.dharmic.benchmarks.vault.ask.NoteText.Heading;
import org.dharmic.benchmarks.vault.ask.NoteText.Link;
import org.junit.jupiter.api.Test;

class NoteTextTest {

    @Test
    void titleAndTagsComeFromTheFrontMatter() {
        NoteText note = NoteText.read(
                "a/b.md", "---\ntitle: \"One: two\"\ntags:\n  - red\n  - blue\ndate: 2020\n---\n# Other\n");

        assertThat(note.title()).isEqualTo("One: two");
        assertThat(note.tags()).containsExactly("red", "blue");
    }

    @Test
    void withoutFrontMatterTheFirstHeadingIsTheTitleAndElseTheName() {
        assertThat(NoteText.read("a/b.md", "text\n\n## Second *level*\n").title())
                .isEqualTo("Second level");
        assertThat(NoteText.read("a/b.md", "text\n").title()).isEqualTo("b");
        assertThat(NoteText.read("a/b.md", "---\nno end").title()).isEqualTo("b");
    }

    @Test
    void headingsReachToTheNextAndNoneIsInACodeBlock() {
        NoteText note =
                NoteText.read("b.md", "# One\ntext\n```\n# no heading\n```\n\n## Two ##\nmore\n\nUnder\n---\nend");

        assertThat(note.headings())
                .containsExactly(new Heading("One", 1, 6), new Heading("Two", 7, 9), new Heading("Under", 10, 12));
    }

    @Test
    void linksHaveTheirWordsAndTargetsWithoutPlace() {
        NoteText note = NoteText.read(
                "b.md",
                "See [[Name|what it is]] and [[folder/Other#Part|that part]], [a *page*](../x/y%20z.md#here), [[Bare]],"
                        + " ![picture](p.md) [web](https://example.org/)");

        assertThat(note.links())
                .containsExactlyInAnyOrder(
                        new Link("what it is", "Name"),
                        new Link("that part", "folder/Other"),
                        new Link("a page", "../x/y%20z.md"));
    }
}
