package org.dharmic.benchmarks.vault.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Markdown file says of itself, read without any code of the platform: a measurement must not share the errors of
 * what it measures.
 *
 * @param title front matter, else first heading, else file name
 */
record NoteText(String title, List<String> tags, List<Heading> headings, List<Link> links, List<String> paragraphs) {

    /** A heading and the lines from it to the next, counted from 1. */
    record Heading(String text, int firstLine, int lastLine) {}

    /** @param target as written, without the part after {@code #} */
    record Link(String words, String target) {}

    private static final Pattern ATX = Pattern.compile(" {0,3}#{1,6}[ \\t]+(.*?)(?:[ \\t]+#+)?[ \\t]*");
    private static final Pattern WIKILINK =
            Pattern.compile("(?<!!)\\[\\[([^\\[\\]|#]{1,200})(?:#[^\\[\\]|]*)?\\|([^\\[\\]]{1,200})]]");
    private static final Pattern INLINE_LINK =
            Pattern.compile("(?<!!)\\[([^\\[\\]]{1,200})]\\(<?([^()<>\\s#]{1,300}\\.md)(?:#[^()\\s]*)?>?\\)");
    private static final Pattern MARKUP = Pattern.compile("[*_`]|\\[|]\\([^)]*\\)|]");
    private static final int LEAST_PARAGRAPH = 80;

    static NoteText read(String path, String text) {
        return new Reader(path, text.split("\\r?\\n", -1)).read();
    }

    private static final class Reader {
        private final String path;
        private final String[] lines;
        private final List<String> tags = new ArrayList<>();
        private final List<Heading> headings = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<String> paragraphs = new ArrayList<>();
        private String open;
        private int openedAt;

        Reader(String path, String[] lines) {
            this.path = path;
            this.lines = lines;
        }

        NoteText read() {
            Optional<String> title = Optional.empty();
            int line = 0;
            if (lines[0].strip().equals("---")) {
                int end = 1;
                while (end < lines.length && !lines[end].strip().equals("---")) {
                    end++;
                }
                if (end < lines.length) {
                    title = frontMatter(end);
                    line = end + 1;
                }
            }
            String fence = "";
            for (; line < lines.length; line++) {
                String text = lines[line];
                String stripped = text.strip();
                if (!fence.isEmpty() || stripped.startsWith("```") || stripped.startsWith("~~~")) {
                    fence = fence.isEmpty() ? stripped.substring(0, 3) : stripped.startsWith(fence) ? "" : fence;
                    continue;
                }
                Matcher atx = text.startsWith("#") ? ATX.matcher(text) : null;
                if (atx != null && atx.matches()) {
                    heading(atx.group(1), line + 1, line + 1);
                } else if (line + 1 < lines.length && isUnderline(text, lines[line + 1])) {
                    heading(stripped, line + 1, line + 2);
                    line++;
                } else {
                    plain(text);
                }
            }
            close(lines.length);
            String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.md$", "");
            return new NoteText(
                    title.or(() -> headings.stream().map(Heading::text).findFirst())
                            .orElse(name),
                    tags,
                    headings,
                    links,
                    paragraphs);
        }

        private static boolean isUnderline(String text, String below) {
            return !text.isBlank()
                    && Character.isLetterOrDigit(text.charAt(0))
                    && (below.matches("=+\\s*") || below.matches("-{3,}\\s*"));
        }

        private Optional<String> frontMatter(int end) {
            Optional<String> title = Optional.empty();
            boolean inTags = false;
            for (int line = 1; line < end; line++) {
                String text = lines[line];
                if (text.startsWith("title:")) {
                    title = Optional.of(unquoted(text.substring(6).strip())).filter(found -> !found.isEmpty());
                } else if (text.startsWith("tags:")) {
                    for (String tag : text.substring(5).split("[\\[\\],\"']+")) {
                        addTag(tag);
                    }
                }
                if (inTags && text.strip().startsWith("- ")) {
                    addTag(unquoted(text.strip().substring(2)));
                } else {
                    inTags = text.startsWith("tags:");
                }
            }
            return title;
        }

        private void addTag(String tag) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }

        private static String unquoted(String text) {
            boolean quoted = text.length() > 1
                    && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
            return quoted ? text.substring(1, text.length() - 1) : text;
        }

        private void heading(String text, int first, int last) {
            close(first - 1);
            open = MARKUP.matcher(text).replaceAll("").strip();
            openedAt = first;
            if (last == lines.length) {
                close(last);
            }
        }

        private void close(int last) {
            if (open != null && !open.isEmpty()) {
                headings.add(new Heading(open, openedAt, last));
            }
            open = null;
        }

        private void plain(String text) {
            if (text.indexOf('[') >= 0) {
                Matcher wiki = WIKILINK.matcher(text);
                while (wiki.find()) {
                    links.add(new Link(wiki.group(2).strip(), wiki.group(1).strip()));
                }
                Matcher inline = INLINE_LINK.matcher(text);
                while (inline.find()) {
                    links.add(new Link(
                            MARKUP.matcher(inline.group(1)).replaceAll("").strip(), inline.group(2)));
                }
            }
            if (text.length() >= LEAST_PARAGRAPH) {
                paragraphs.add(text);
            }
        }
    }
}
