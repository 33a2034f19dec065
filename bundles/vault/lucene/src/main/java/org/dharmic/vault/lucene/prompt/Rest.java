package org.dharmic.vault.lucene.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dharmic.vault.lucene.markdown.Headings;
import org.dharmic.vault.lucene.markdown.Lines;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.Terms;

/** What a note has beside the passages that were taken of it. */
final class Rest {

    /**
     * Sections that stand together.
     *
     * @param terms how many the best of them has
     */
    record Part(String heading, int firstLine, int lastLine, String text, int terms) {}

    private final byte[] bytes;
    private final Lines lines;
    private final List<Section> sections;
    private final boolean[] free;
    private final boolean[] chosen;

    Rest(MarkdownNote note, byte[] bytes, List<WholeLines> taken) {
        this.bytes = bytes;
        lines = new Lines(bytes);
        sections = note.sections();
        free = new boolean[sections.size()];
        chosen = new boolean[sections.size()];
        for (int i = 0; i < free.length && lines.count() > 0; i++) {
            Section section = sections.get(i);
            free[i] = !section.front()
                    && taken.stream()
                            .noneMatch(each ->
                                    section.firstLine() <= each.lastLine() && each.firstLine() <= section.lastLine())
                    && !text(section.firstLine(), section.lastLine()).isBlank();
        }
    }

    private String text(int first, int last) {
        return lines.text(first, last);
    }

    /** The parts with most terms first, as many as fit, and no more than so many. */
    List<Part> best(Terms terms, int maxChars, int most) {
        int[] worth = sections.stream()
                .mapToInt(section -> Long.bitCount(terms.in(section.text(bytes))))
                .toArray();
        int left = maxChars;
        for (int i : IntStream.range(0, free.length)
                .filter(i -> free[i])
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -worth[i]))
                .toList()) {
            int chars = text(sections.get(i).firstLine(), sections.get(i).lastLine())
                            .length()
                    + gap(i - 1, i)
                    + gap(i, i + 1);
            if (chars <= left) {
                chosen[i] = true;
                left -= chars;
            }
        }
        return together(worth).stream()
                .sorted(Comparator.comparing((Part part) -> -part.terms()))
                .limit(most)
                .toList();
    }

    /** What stands between two neighbours, one of them chosen, when they become one part. */
    private int gap(int one, int other) {
        return one < 0 || other == chosen.length || !chosen[one] && !chosen[other]
                ? 0
                : Math.max(
                        0,
                        lines.start(sections.get(other).firstLine())
                                - lines.end(sections.get(one).lastLine()));
    }

    private List<Part> together(int[] worth) {
        List<Part> parts = new ArrayList<>();
        for (int first = 0; first < chosen.length; first++) {
            if (!chosen[first]) {
                continue;
            }
            String heading = sections.get(first).heading();
            int terms = worth[first];
            int last = first;
            while (last + 1 < chosen.length && chosen[last + 1]) {
                last++;
                heading = Headings.above(heading, sections.get(last).heading());
                terms = Math.max(terms, worth[last]);
            }
            int from = sections.get(first).firstLine();
            int to = sections.get(last).lastLine();
            parts.add(new Part(heading, from, to, text(from, to), terms));
            first = last;
        }
        return parts;
    }
}
