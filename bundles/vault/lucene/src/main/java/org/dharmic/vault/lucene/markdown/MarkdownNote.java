package org.dharmic.vault.lucene.markdown;

import java.util.List;

/**
 * A Markdown file, taken apart.
 *
 * @param title from the front matter, the first heading, or the file's name
 * @param tags of the front matter and {@code #tags} in the text, lower case, without {@code #}
 * @param sections its passages in order, at least one; together they cover every line that is not blank
 * @param links in the order of their lines
 */
public record MarkdownNote(String title, List<String> tags, List<Section> sections, List<Link> links) {
    public MarkdownNote {
        tags = List.copyOf(tags);
        sections = List.copyOf(sections);
        links = List.copyOf(links);
    }
}
