package org.dharmic.vault.lucene.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    private static MarkdownNote parse(String text) {
        return Markdown.parse("folder/my-note.md", text.getBytes(StandardCharsets.UTF_8), 2000);
    }

    private static List<String> places(MarkdownNote note) {
        return note.sections().stream()
                .map(each -> each.heading() + " L" + each.firstLine() + "-" + each.lastLine())
                .toList();
    }

    @Test
    void headingsBeginPassagesAndFrontMatterIsOneOfItsOwn() {
        MarkdownNote note = parse("""
                ---
                title: "Water filter"
                tags: [Home, water]
                ---

                # Filter

                Text.

                ## Cartridge

                CX-20

                ## Where

                Cellar
                """);
        assertThat(note.title()).isEqualTo("Water filter");
        assertThat(note.tags()).containsExactly("home", "water");
        assertThat(places(note))
                .containsExactly(" L1-4", "Filter L6-8", "Filter > Cartridge L10-12", "Filter > Where L14-16");
        assertThat(note.sections()).extracting(Section::front).containsExactly(true, false, false, false);
    }

    @Test
    void frontMatterWithoutATextIsTheText() {
        MarkdownNote note = parse("---\ntitle: Empty\n---\n\n");

        assertThat(places(note)).containsExactly(" L1-3");
        assertThat(note.sections().get(0).front()).isFalse();
    }

    @Test
    void aHashInsideACodeFenceIsNoHeading() {
        MarkdownNote note =
                parse("# A\ntext\n```sh\n# no heading\n```\n~~~~\n# neither\n~~~\n# nor this\n~~~~\n# B\nmore");
        assertThat(places(note)).containsExactly("A L1-10", "B L11-12");
    }

    @Test
    void underlinedHeadingsCount() {
        assertThat(places(parse("One\n===\n\na\n\nTwo\n---\n\nb\n\n- list\n---\n")))
                .containsExactly("One L1-4", "One > Two L6-12");
    }

    @Test
    void theTitleComesFromFrontMatterThenHeadingThenName() {
        assertThat(parse("text only").title()).isEqualTo("my-note");
        assertThat(parse("\uFEFF# First\ntext").title()).isEqualTo("First");
        assertThat(parse("---\ntitle: T\n---\n# First").title()).isEqualTo("T");
        assertThat(parse("---\nnever closed\n# First").title()).isEqualTo("First");
    }

    @Test
    void tagsComeFromListsAndFromTheText() {
        assertThat(parse("---\ntags:\n  - One\n  - '#two'\n---\nabout #three/four and a#nothing &#39; # no\n")
                        .tags())
                .containsExactly("one", "two", "three/four");
    }

    @Test
    void windowsLineEndsAndAMissingLastOneKeepTheirLines() {
        byte[] bytes = "# A\r\n\r\none\r\n## B\r\ntwo".getBytes(StandardCharsets.UTF_8);
        MarkdownNote note = Markdown.parse("a.md", bytes, 2000);
        assertThat(places(note)).containsExactly("A L1-3", "A > B L4-5");
        assertThat(note.sections().get(0).text(bytes)).isEqualTo("# A\r\n\r\none");
        assertThat(note.sections().get(1).text(bytes)).isEqualTo("## B\r\ntwo");
    }

    @Test
    void anEmptyFileHasOneEmptyPassage() {
        assertThat(places(parse(""))).containsExactly(" L1-1");
        assertThat(places(parse("\n\n"))).containsExactly(" L1-1");
    }

    @Test
    void aLongSectionIsCutAtAParagraphAndALongLineAtASpace() {
        String paragraph = "word ".repeat(60).strip();
        byte[] bytes = ("# A\n" + (paragraph + "\n\n").repeat(4) + "x".repeat(10) + " ä".repeat(400))
                .getBytes(StandardCharsets.UTF_8);
        List<Section> sections = Markdown.parse("a.md", bytes, 700).sections();
        assertThat(sections)
                .allSatisfy(each -> assertThat(each.text(bytes).length()).isLessThanOrEqualTo(700));
        assertThat(sections.get(0).lastLine()).isEqualTo(4);
        assertThat(sections.get(sections.size() - 1).text(bytes))
                .doesNotContain("\uFFFD")
                .endsWith("ä");
    }

    @Test
    void everyLineWithTextIsInExactlyOnePassageAndTheBytesAgree() {
        Random random = new Random(7);
        String[] lines = {
            "# H",
            "## H2",
            "text words",
            "",
            "   ",
            "```",
            "---",
            "===",
            "- item",
            "ü".repeat(90),
            "w ".repeat(150),
            "| a |"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(30);
            for (int i = 0; i < count; i++) {
                text.append(lines[random.nextInt(lines.length)]).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Lines all = new Lines(bytes);
            int covered = 0;
            StringBuilder joined = new StringBuilder();
            for (Section section : Markdown.parse("n.md", bytes, 200).sections()) {
                if (section.endByte() == 0) {
                    continue;
                }
                for (int line = covered + 1; line < section.firstLine(); line++) {
                    assertThat(all.text(line)).isBlank();
                }
                assertThat(section.firstLine()).isGreaterThanOrEqualTo(covered);
                covered = section.lastLine();
                joined.append(section.text(bytes));
            }
            for (int line = covered + 1; line <= all.count(); line++) {
                assertThat(all.text(line)).isBlank();
            }
            assertThat(joined.toString().replaceAll("\\s", ""))
                    .isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }
}
