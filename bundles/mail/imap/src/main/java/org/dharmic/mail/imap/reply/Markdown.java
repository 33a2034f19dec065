package org.dharmic.mail.imap.reply;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * An answer for the two parts of a mail. What a model or a note wrote into it is shown and never run or loaded: HTML is
 * text, a picture is a link, and a link leads to the web or to a mail address or nowhere.
 *
 * @param plain for text/plain
 * @param html the inside of a body for text/html
 * @param sources the places that the footnotes stand for, the first for {@code [1]}
 */
record Markdown(List<Line> plain, String html, List<String> sources) {

    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    /** Deeper than any person nests; rendering recurses, and an answer must not exhaust the stack. */
    private static final int DEPTH = 50;

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEPTH)
            .maxInlineNesting(DEPTH)
            .build();

    /** With the places where they were written. */
    static Markdown render(String source) {
        return rendered(parsed(source), List.of());
    }

    /** With the places as footnotes. */
    static Markdown withFootnotes(String source) {
        Node document = parsed(source);
        return rendered(document, Footnotes.replaceIn(document));
    }

    private static Node parsed(String source) {
        Node document = PARSER.parse(source);
        document.accept(new Harmless());
        return document;
    }

    private static Markdown rendered(Node document, List<String> sources) {
        return new Markdown(PlainText.of(document, FlowedText.WIDTH), HtmlText.of(document), sources);
    }
}
