package org.dharmic.vault.lucene.markdown;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a Markdown file apart into passages: one per heading section (CommonMark ATX and setext headings, not inside code
 * fences), cut at blank lines when it is too long. Front matter above a text is a passage of its own; a heading with
 * nothing below it belongs to the next.
 */
public final class Markdown {

    private static final Pattern ATX = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))?(?:[ \\t]+#+)?[ \\t]*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");
    private static final Pattern SETEXT = Pattern.compile(" {0,3}(=+|-{2,})[ \\t]*");
    private static final Pattern BLOCK = Pattern.compile("\\s{0,3}(?:[#>|*+-]|\\d+[.)]\\s|```|~~~|\\t| {4}).*");
    private static final Pattern FRONT_KEY = Pattern.compile("([A-Za-z][\\w-]*):\\s*(.*)");
    private static final Pattern INLINE_TAG =
            Pattern.compile("(?<![\\w/#&])#(\\p{L}[\\w/-]*)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MAX_TAGS = 100;

    private final byte[] file;
    private final Lines lines;
    private final String[] texts;
    private final int maxChars;
    private final String[] headings = new String[6];
    private final Set<String> tags = new LinkedHashSet<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final String path;
    private String title = "";
    private int sectionStart = 1;
    private boolean sectionHasText;
    private boolean inFront;

    private Markdown(String path, byte[] file, int maxChars) {
        this.path = path;
        this.file = file;
        this.lines = new Lines(file);
        this.texts = new String[lines.count() + 1];
        for (int line = 1; line < texts.length; line++) {
            texts[line] = line == 1 ? withoutMark(lines.text(1)) : lines.text(line);
        }
        this.maxChars = maxChars;
    }

    /**
     * Takes a file apart.
     *
     * @param path gives the title when nothing in the file does
     * @param maxChars longest passage; a longer line is cut at a space
     */
    public static MarkdownNote parse(String path, byte[] file, int maxChars) {
        return new Markdown(path, file, maxChars).parse();
    }

    private MarkdownNote parse() {
        int line = frontMatter();
        if (line > 1 && hasTextFrom(line)) {
            inFront = true;
            close(line - 1);
            inFront = false;
            sectionStart = line;
        }
        String fence = "";
        for (; line <= lines.count(); line++) {
            String text = texts[line];
            char lead = lead(text);
            boolean mayFence = lead == '`' || lead == '~';
            Matcher fenceLine = mayFence ? FENCE.matcher(text) : null;
            if (!fence.isEmpty()) {
                if (fenceLine != null
                        && fenceLine.matches()
                        && fenceLine.group(1).startsWith(fence)
                        && fenceLine.group(2).isBlank()) {
                    fence = "";
                }
                sectionHasText = true;
                continue;
            }
            if (fenceLine != null
                    && fenceLine.matches()
                    && (lead == '~' || fenceLine.group(2).indexOf('`') < 0)) {
                fence = fenceLine.group(1);
                sectionHasText = true;
                continue;
            }
            Matcher atx = lead == '#' ? ATX.matcher(text) : null;
            if (atx != null && atx.matches()) {
                heading(line, atx.group(1).length(), atx.group(2));
                continue;
            }
            if (lead == 0) {
                continue;
            }
            if (line < lines.count()
                    && isUnderline(lead(texts[line + 1]))
                    && !BLOCK.matcher(text).matches()) {
                Matcher underline = SETEXT.matcher(texts[line + 1]);
                if (underline.matches()) {
                    heading(line, underline.group(1).startsWith("=") ? 1 : 2, text.strip());
                    line++;
                    continue;
                }
            }
            sectionHasText = true;
            inlineTags(text);
            if (text.indexOf('[') >= 0) {
                links.addAll(Link.in(text, path, line));
            }
        }
        close(lines.count());
        if (sections.isEmpty()) {
            sections.add(new Section("", 1, 1, 0, 0, false));
        }
        return new MarkdownNote(title.isEmpty() ? stem(path) : title, List.copyOf(tags), sections, links);
    }

    private boolean hasTextFrom(int first) {
        for (int line = first; line < texts.length; line++) {
            if (!texts[line].isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** The first character that is no white space, 0 in a blank line: most lines need no regular expression. */
    private static char lead(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return text.charAt(i);
            }
        }
        return 0;
    }

    private static boolean isUnderline(char lead) {
        return lead == '=' || lead == '-';
    }

    private void heading(int first, int level, String text) {
        String words = text == null ? "" : text.strip();
        if (sectionHasText) {
            close(first - 1);
            sectionStart = first;
            sectionHasText = false;
        }
        headings[level - 1] = words;
        for (int deeper = level; deeper < headings.length; deeper++) {
            headings[deeper] = null;
        }
        if (title.isEmpty()) {
            title = words;
        }
    }

    private String headingPath() {
        StringBuilder path = new StringBuilder();
        for (String heading : headings) {
            if (heading != null && !heading.isEmpty()) {
                path.append(path.isEmpty() ? "" : " > ").append(heading);
            }
        }
        return path.toString();
    }

    /** Ends the section at a line and cuts it into passages. */
    private void close(int last) {
        int first = sectionStart;
        String heading = headingPath();
        int from = 0;
        int chars = 0;
        int blank = 0;
        for (int line = first; line <= last; line++) {
            String text = texts[line];
            if (text.isBlank()) {
                blank = from == 0 ? 0 : line;
                chars += text.length() + 1;
                continue;
            }
            if (from != 0 && chars + text.length() > maxChars) {
                // A cut at the last paragraph, unless that would leave a stub of less than half.
                boolean atBlank = blank > from
                        && lines.start(blank) - lines.start(from) > maxChars / 2
                        && lines.start(line) - lines.start(blank) + text.length() <= maxChars;
                int cut = atBlank ? blank : line;
                add(heading, from, cut - 1);
                from = 0;
                chars = 0;
                if (atBlank) {
                    for (int kept = blank + 1; kept < line; kept++) {
                        from = from == 0 ? kept : from;
                        chars += texts[kept].length() + 1;
                    }
                }
                blank = 0;
            }
            if (text.length() > maxChars) {
                if (from != 0) {
                    add(heading, from, line - 1);
                    from = 0;
                    chars = 0;
                }
                addPieces(heading, line);
                continue;
            }
            from = from == 0 ? line : from;
            chars += text.length() + 1;
        }
        if (from != 0) {
            add(heading, from, last);
        }
    }

    private void add(String heading, int first, int last) {
        int end = last;
        while (end > first && texts[end].isBlank()) {
            end--;
        }
        sections.add(new Section(heading, first, end, lines.start(first), lines.end(end), inFront));
    }

    /** Cuts one long line at spaces; a character is never cut in two. */
    private void addPieces(String heading, int line) {
        int from = lines.start(line);
        int end = lines.end(line);
        while (from < end) {
            int to = Math.min(end, from + maxChars);
            if (to < end) {
                int space = to;
                while (space > from && file[space] != ' ') {
                    space--;
                }
                to = space > from ? space : to;
                while (to > from + 1 && (file[to] & 0xC0) == 0x80) {
                    to--;
                }
            }
            sections.add(new Section(heading, line, line, from, to, inFront));
            from = to;
        }
    }

    /** Reads title and tags of a leading {@code ---} block; returns the first line after it. */
    private int frontMatter() {
        if (lines.count() < 2 || !texts[1].stripTrailing().equals("---")) {
            return 1;
        }
        int end = 2;
        while (end <= lines.count()) {
            String text = texts[end].stripTrailing();
            if (text.equals("---") || text.equals("...")) {
                break;
            }
            end++;
        }
        if (end > lines.count()) {
            return 1;
        }
        String key = "";
        for (int line = 2; line < end; line++) {
            String text = texts[line];
            Matcher pair = FRONT_KEY.matcher(text);
            if (pair.matches()) {
                key = pair.group(1).toLowerCase(Locale.ROOT);
                if (key.equals("title")) {
                    title = unquoted(pair.group(2));
                } else if (isTags(key)) {
                    addTags(pair.group(2));
                }
            } else if (isTags(key) && text.strip().startsWith("-")) {
                addTags(text.strip().substring(1));
            }
        }
        return end + 1;
    }

    private static boolean isTags(String key) {
        return key.equals("tags") || key.equals("tag") || key.equals("keywords");
    }

    private void addTags(String list) {
        String inside = list.strip();
        boolean bracketed = inside.startsWith("[") && inside.endsWith("]");
        for (String tag : (bracketed ? inside.substring(1, inside.length() - 1) : inside).split(",")) {
            addTag(unquoted(tag));
        }
    }

    private void inlineTags(String text) {
        if (text.indexOf('#') < 0) {
            return;
        }
        Matcher tag = INLINE_TAG.matcher(text);
        while (tag.find()) {
            addTag(tag.group(1));
        }
    }

    private void addTag(String tag) {
        String cleaned = tag.strip().toLowerCase(Locale.ROOT);
        cleaned = cleaned.startsWith("#") ? cleaned.substring(1) : cleaned;
        if (!cleaned.isEmpty() && tags.size() < MAX_TAGS) {
            tags.add(cleaned);
        }
    }

    private static String unquoted(String value) {
        String inside = value.strip();
        if (inside.length() >= 2
                && (inside.charAt(0) == '"' || inside.charAt(0) == '\'')
                && inside.charAt(inside.length() - 1) == inside.charAt(0)) {
            return inside.substring(1, inside.length() - 1).strip();
        }
        return inside;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** File name without folders and extension. */
    public static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
