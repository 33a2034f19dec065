package org.dharmic.vault.lucene.answer;

import java.util.ArrayList;
import java.util.List;
import org.dharmic.vault.lucene.query.Terms;

/**
 * Chooses the lines of a passage that show best why it was found: the smallest run of lines with the most different terms.
 *
 * @param first index of the first line, from 0
 * @param last index of the last line, inclusive
 */
public record Excerpt(int first, int last) {

    /** The best lines of a text and how many terms they have. */
    public static Excerpt of(List<String> lines, Terms terms, int maxLines, int maxChars) {
        long[] found = new long[lines.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = isHeading(lines.get(i)) ? 0 : terms.in(lines.get(i));
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
                chars += lines.get(last).length() + 1;
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
        List<Integer> starts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int start = 0; start <= passage.length(); ) {
            int end = passage.indexOf('\n', start);
            end = end < 0 ? passage.length() : end;
            starts.add(start);
            lines.add(passage.substring(start, end));
            start = end + 1;
        }
        Excerpt chosen = of(lines, terms, maxLines, maxChars);
        int from = starts.get(chosen.first());
        int to = starts.get(chosen.last()) + lines.get(chosen.last()).length();
        String text = passage.substring(from, to).stripTrailing();
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
    private static Excerpt widened(List<String> lines, int first, int last, int maxLines, int maxChars) {
        int from = first;
        int to = last;
        int chars = 0;
        for (int i = from; i <= to; i++) {
            chars += lines.get(i).length() + 1;
        }
        int wanted = Math.min(maxLines, Math.max(2, maxLines / 2));
        while (to - from + 1 < wanted) {
            if (to + 1 < lines.size()
                    && !lines.get(to + 1).isBlank()
                    && chars + lines.get(to + 1).length() <= maxChars) {
                to++;
                chars += lines.get(to).length() + 1;
            } else if (from > 0
                    && !lines.get(from - 1).isBlank()
                    && !isHeading(lines.get(from - 1))
                    && chars + lines.get(from - 1).length() <= maxChars) {
                from--;
                chars += lines.get(from).length() + 1;
            } else {
                break;
            }
        }
        return new Excerpt(from, to);
    }

    private static boolean isHeading(String line) {
        return line.startsWith("#");
    }

    /** The first line that is neither blank nor heading; 0 when there is none. */
    private static int firstOfText(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !isHeading(lines.get(i))) {
                return i;
            }
        }
        return 0;
    }
}
