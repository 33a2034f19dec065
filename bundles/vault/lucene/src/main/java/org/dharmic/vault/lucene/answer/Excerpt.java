package org.dharmic.vault.lucene.answer;

import java.util.Arrays;
import java.util.List;
import org.dharmic.vault.lucene.query.Terms;

/**
 * Chooses the lines of a passage that show best why it was found: the smallest run of lines with the most different terms.
 *
 * @param first index of the first line, from 0
 * @param last index of the last line, inclusive
 */
public record Excerpt(int first, int last) {

    /** Where the lines of a text begin; one more at the end, where the next would. */
    private record Lines(String text, int[] starts) {
        static Lines of(String text) {
            int[] starts = new int[16];
            int count = 0;
            for (int start = 0; start <= text.length(); ) {
                int end = text.indexOf('\n', start);
                if (count + 2 > starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[count++] = start;
                start = (end < 0 ? text.length() : end) + 1;
            }
            starts[count++] = text.length() + 1;
            return new Lines(text, Arrays.copyOf(starts, count));
        }

        int count() {
            return starts.length - 1;
        }

        int start(int line) {
            return starts[line];
        }

        int end(int line) {
            return starts[line + 1] - 1;
        }

        int length(int line) {
            return end(line) - start(line);
        }

        boolean isBlank(int line) {
            int at = start(line);
            while (at < end(line) && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at == end(line);
        }

        boolean isHeading(int line) {
            return length(line) > 0 && text.charAt(start(line)) == '#';
        }
    }

    /** The best lines of a text and how many terms they have. */
    public static Excerpt of(List<String> lines, Terms terms, int maxLines, int maxChars) {
        return of(Lines.of(String.join("\n", lines)), terms, maxLines, maxChars);
    }

    private static Excerpt of(Lines lines, Terms terms, int maxLines, int maxChars) {
        long[] found = new long[lines.count()];
        for (int i = 0; i < found.length; i++) {
            found[i] = lines.isHeading(i) ? 0 : terms.in(lines.text(), lines.start(i), lines.end(i));
        }
        int bestFirst = firstOfText(lines);
        int bestLast = bestFirst;
        int best = 0;
        for (int first = 0; first < found.length; first++) {
            if (found[first] == 0) {
                continue;
            }
            long seen = 0;
            int chars = 0;
            for (int last = first; last < found.length && last - first < maxLines; last++) {
                chars += lines.length(last) + 1;
                if (last > first && chars > maxChars) {
                    break;
                }
                if (found[last] == 0) {
                    continue;
                }
                seen |= found[last];
                // A further term outweighs any number of lines, and one line less decides between equals.
                int score = Long.bitCount(seen) * 64 - (last - first);
                if (score > best) {
                    best = score;
                    bestFirst = first;
                    bestLast = last;
                }
            }
        }
        return widened(lines, bestFirst, bestLast, maxLines, maxChars);
    }

    /** As it stands in the text: the chosen lines, or the part of one overlong line around its first term. */
    static String text(String passage, Terms terms, int maxLines, int maxChars) {
        Lines lines = Lines.of(passage);
        Excerpt chosen = of(lines, terms, maxLines, maxChars);
        String text = passage.substring(lines.start(chosen.first()), lines.end(chosen.last()))
                .stripTrailing();
        return text.length() <= maxChars ? text : part(text, terms, maxChars);
    }

    private static String part(String line, Terms terms, int maxChars) {
        int match = Math.max(0, terms.firstIn(line));
        int from = Math.max(0, Math.min(match - maxChars / 4, line.length() - maxChars));
        int to = from + maxChars;
        if (from > 0) {
            int space = line.indexOf(' ', from);
            from = space >= 0 && space < match ? space + 1 : match;
        }
        if (to < line.length()) {
            int space = line.lastIndexOf(' ', to);
            to = space > match ? space : to;
        }
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
            to--;
        }
        return line.substring(from, Math.min(to, line.length()));
    }

    /** One line alone says little: lines of text around it are added, those below first. */
    private static Excerpt widened(Lines lines, int first, int last, int maxLines, int maxChars) {
        int from = first;
        int to = last;
        int chars = 0;
        for (int i = from; i <= to; i++) {
            chars += lines.length(i) + 1;
        }
        int wanted = Math.min(maxLines, Math.max(2, maxLines / 2));
        while (to - from + 1 < wanted) {
            if (to + 1 < lines.count() && !lines.isBlank(to + 1) && chars + lines.length(to + 1) <= maxChars) {
                to++;
                chars += lines.length(to) + 1;
            } else if (from > 0
                    && !lines.isBlank(from - 1)
                    && !lines.isHeading(from - 1)
                    && chars + lines.length(from - 1) <= maxChars) {
                from--;
                chars += lines.length(from) + 1;
            } else {
                break;
            }
        }
        return new Excerpt(from, to);
    }

    /** The first line that is neither blank nor heading; 0 when there is none. */
    private static int firstOfText(Lines lines) {
        for (int i = 0; i < lines.count(); i++) {
            if (!lines.isBlank(i) && !lines.isHeading(i)) {
                return i;
            }
        }
        return 0;
    }
}
