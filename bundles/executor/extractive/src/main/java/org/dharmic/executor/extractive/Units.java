package org.dharmic.executor.extractive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts Markdown into {@link Unit}s and remembers the lines they came from. Understands as much of Markdown as is needed to
 * cut at the right places; whatever it does not know is a paragraph.
 */
final class Units {

    private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)\\s*");
    private static final Pattern RULE = Pattern.compile(" {0,3}([-*_])(\\s*\\1){2,}\\s*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+]|(\\d{1,9})[.)])\\s+.*");
    private static final Pattern TABLE_RULE = Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(\\|\\s*:?-+:?\\s*)*\\|?\\s*");
    private static final Pattern REFERENCE = Pattern.compile(" {0,3}\\[[^\\]]+]:\\s*\\S+.*");
    /** An end of a sentence: punctuation, what closes after it, white space, and a beginning. */
    private static final Pattern END =
            Pattern.compile("[.!?…]+[\"'”’»)\\]*_`]*(\\s+)(?=[\"'“‘«(\\[*_`]*[\\p{Lu}\\p{N}])");

    private static final Set<String> ABBREVIATIONS = Set.of(
            "no", "nr", "mr", "mrs", "ms", "dr", "prof", "st", "str", "ca", "bzw", "vgl", "evtl", "inkl", "tel", "eg",
            "ie", "etc", "vs", "approx", "fig", "p", "pp", "vol", "ch", "hr", "fr", "z", "d", "usw", "mme", "al");
    private static final int LONGEST_CODE_LINES = 12;

    private final List<String> lines;
    private final List<Unit> units = new ArrayList<>();
    private final Deque<String[]> headings = new ArrayDeque<>();
    private final Set<String> frontMatter = new HashSet<>();
    private int group;

    private Units(List<String> lines) {
        this.lines = lines;
        cut();
    }

    /** The lines of a text without the line end of the last one. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
        if (lines.size() > 1 && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    static Units of(List<String> lines) {
        return new Units(lines);
    }

    List<Unit> list() {
        return units;
    }

    /** Words of the front matter: what the note is about, never quoted. */
    Set<String> frontMatter() {
        return frontMatter;
    }

    private void cut() {
        int at = skipFrontMatter();
        while (at < lines.size()) {
            String line = lines.get(at);
            Matcher heading = HEADING.matcher(line);
            if (line.isBlank() || REFERENCE.matcher(line).matches()) {
                at++;
            } else if (heading.matches()) {
                enter(heading.group(1).length(), heading.group(2));
                at++;
            } else if (FENCE.matcher(line).matches()) {
                at = code(at);
            } else if (RULE.matcher(line).matches()) {
                at++;
            } else if (isRow(at)) {
                at = table(at);
            } else if (ITEM.matcher(line).matches()) {
                at = items(at);
            } else {
                at = paragraph(at);
            }
        }
    }

    private int skipFrontMatter() {
        if (lines.isEmpty() || !lines.get(0).strip().equals("---")) {
            return 0;
        }
        for (int end = 1; end < lines.size(); end++) {
            String line = lines.get(end).strip();
            if (line.equals("---") || line.equals("...")) {
                lines.subList(1, end).forEach(each -> frontMatter.addAll(Words.stems(each)));
                return end + 1;
            }
        }
        return 0;
    }

    private void enter(int level, String text) {
        while (!headings.isEmpty() && Integer.parseInt(headings.peekLast()[0]) >= level) {
            headings.removeLast();
        }
        headings.addLast(new String[] {Integer.toString(level), text});
        group++;
    }

    private String heading() {
        StringBuilder path = new StringBuilder();
        for (Iterator<String[]> it = headings.iterator(); it.hasNext(); ) {
            path.append(it.next()[1]);
            if (it.hasNext()) {
                path.append(" › ");
            }
        }
        return path.toString();
    }

    private int code(int start) {
        Matcher fence = FENCE.matcher(lines.get(start));
        String mark = fence.matches() ? fence.group(1) : "```";
        int end = start + 1;
        while (end < lines.size()
                && !(lines.get(end).strip().startsWith(mark)
                        && lines.get(end).strip().chars().allMatch(c -> c == mark.charAt(0)))) {
            end++;
        }
        int last = Math.min(end, lines.size()) - 1;
        group++;
        if (last - start <= LONGEST_CODE_LINES) {
            if (last > start) {
                add(Unit.Kind.CODE, String.join("\n", lines.subList(start + 1, last + 1)), List.of(), start + 1, last);
            }
        } else {
            for (int at = start + 1; at <= last; at++) {
                add(Unit.Kind.CODE, lines.get(at), List.of(), at, at);
            }
        }
        return end + 1;
    }

    private boolean isRow(int at) {
        String line = lines.get(at).strip();
        return line.startsWith("|") && line.indexOf('|', 1) > 0
                || line.indexOf('|') > 0
                        && at + 1 < lines.size()
                        && lines.get(at + 1).indexOf('|') >= 0
                        && TABLE_RULE.matcher(lines.get(at + 1)).matches();
    }

    private int table(int start) {
        group++;
        int at = start;
        List<String> head = List.of();
        if (start + 1 < lines.size() && TABLE_RULE.matcher(lines.get(start + 1)).matches()) {
            head = List.of(lines.get(start).strip(), lines.get(start + 1).strip());
            at = start + 2;
        }
        while (at < lines.size() && !lines.get(at).isBlank() && lines.get(at).indexOf('|') >= 0) {
            if (!TABLE_RULE.matcher(lines.get(at)).matches()) {
                add(Unit.Kind.ROW, lines.get(at).strip(), head, at, at);
            }
            at++;
        }
        return at;
    }

    private int items(int start) {
        group++;
        int at = start;
        while (at < lines.size()) {
            Matcher item = ITEM.matcher(lines.get(at));
            if (!item.matches()) {
                int next = at;
                while (next < lines.size() && lines.get(next).isBlank()) {
                    next++;
                }
                // A blank line between two items does not end the list.
                if (next == at
                        || next == lines.size()
                        || !ITEM.matcher(lines.get(next)).matches()) {
                    return at;
                }
                at = next;
                continue;
            }
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).isBlank() && !begins(end)) {
                end++;
            }
            List<String> own = lines.subList(at, end);
            int indent = indent(own.get(0));
            List<String> shifted = own.stream()
                    .map(each -> each.substring(Math.min(indent, indent(each))).stripTrailing())
                    .toList();
            add(
                    item.group(1) == null ? Unit.Kind.ITEM : Unit.Kind.STEP,
                    String.join("\n", shifted),
                    List.of(),
                    at,
                    end - 1);
            at = end;
        }
        return at;
    }

    /** Something other than the continuation of a paragraph or an item. */
    private boolean begins(int at) {
        String line = lines.get(at);
        return HEADING.matcher(line).matches()
                || FENCE.matcher(line).matches()
                || ITEM.matcher(line).matches()
                || line.strip().startsWith("|");
    }

    private int paragraph(int start) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).isBlank() && !begins(end)) {
            Matcher underline = UNDERLINE.matcher(lines.get(end));
            if (underline.matches()) {
                enter(
                        underline.group(1).charAt(0) == '=' ? 1 : 2,
                        lines.get(start).strip());
                return end + 1;
            }
            end++;
        }
        group++;
        sentences(start, end);
        return end;
    }

    private void sentences(int start, int end) {
        String whole = String.join(
                "\n", lines.subList(start, end).stream().map(String::strip).toList());
        Matcher matcher = END.matcher(whole);
        int begin = 0;
        while (matcher.find()) {
            if (!isAbbreviation(whole, matcher.start())) {
                sentence(whole, begin, matcher.start(1), start);
                begin = matcher.end();
            }
        }
        sentence(whole, begin, whole.length(), start);
    }

    private void sentence(String whole, int begin, int end, int firstLine) {
        String text = whole.substring(begin, end);
        if (!text.isBlank()) {
            int from = firstLine + lineFeeds(whole, begin);
            add(Unit.Kind.SENTENCE, text, List.of(), from, from + lineFeeds(text, text.length()));
        }
    }

    private static boolean isAbbreviation(String text, int dot) {
        if (text.charAt(dot) != '.') {
            return false;
        }
        int begin = dot;
        while (begin > 0 && Character.isLetterOrDigit(text.charAt(begin - 1))) {
            begin--;
        }
        String word = Words.fold(text.substring(begin, dot));
        return word.length() == 1 && Character.isLetter(word.charAt(0))
                || ABBREVIATIONS.contains(word)
                || word.length() <= 2 && !word.isEmpty() && word.chars().allMatch(Character::isDigit); // 21. Dezember
    }

    private static int lineFeeds(String text, int end) {
        return (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
            indent++;
        }
        return indent;
    }

    private void add(Unit.Kind kind, String text, List<String> head, int from, int to) {
        Set<String> stems = Words.stems(text);
        if (stems.isEmpty()) {
            return;
        }
        String heading = heading();
        Set<String> around = Words.stems(heading);
        head.forEach(each -> around.addAll(Words.stems(each)));
        units.add(new Unit(kind, group, text, head, from, to, heading, stems, around));
    }
}
