package org.dharmic.mail.imap.reply;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * An answer for the two parts of a mail. What a model or a note wrote into it is shown and never run or loaded: HTML is
 * text, a picture is a link, and a link leads to the web or to a mail address or nowhere.
 *
 * @param plain for text/plain
 * @param html the inside of a body for text/html
 */
record Markdown(String plain, String html) {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    /** Deeper than any person nests; rendering recurses, and an answer must not exhaust the stack. */
    private static final int DEPTH = 50;

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEPTH)
            .maxInlineNesting(DEPTH)
            .build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    static Markdown render(String source) {
        Node document = PARSER.parse(source);
        document.accept(new Harmless());
        return new Markdown(PlainText.of(document), HTML.render(document));
    }

    /** Text for a page: nothing in it is a tag. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Changes the tree so that no renderer can show more than it may. */
    private static final class Harmless extends AbstractVisitor {

        private static final Pattern WEB_OR_MAIL = Pattern.compile("(?i)(https?://|mailto:)[^\\s\\p{Cntrl}]+");
        private static final Pattern GOES_ON = Pattern.compile("(?s)([/#\\p{L}\\p{N}]|[._-][\\p{L}\\p{N}_]).*");

        private boolean insideLink;

        @Override
        public void visit(Image image) {
            String alternative = PlainText.inline(image);
            String shown = alternative.isBlank() ? image.getDestination() : alternative;
            Node stand = new Text(shown);
            if (!insideLink && WEB_OR_MAIL.matcher(image.getDestination()).matches()) {
                stand = new Link(image.getDestination(), null);
                stand.appendChild(new Text(shown));
            }
            image.insertBefore(stand);
            image.unlink();
        }

        @Override
        public void visit(Link link) {
            insideLink = true;
            visitChildren(link);
            insideLink = false;
            if (!WEB_OR_MAIL.matcher(link.getDestination()).matches()) {
                replaceByChildren(link);
            }
        }

        @Override
        public void visit(Emphasis emphasis) {
            emphasis(emphasis, emphasis);
        }

        @Override
        public void visit(StrongEmphasis emphasis) {
            emphasis(emphasis, emphasis);
        }

        /** In {@code notes/__index__.md} the underscores belong to the name. */
        private void emphasis(Node node, Delimited marks) {
            visitChildren(node);
            if (marks.getOpeningDelimiter().startsWith("_") && isPartOfName(node)) {
                node.prependChild(new Text(marks.getOpeningDelimiter()));
                node.appendChild(new Text(marks.getClosingDelimiter()));
                replaceByChildren(node);
            }
        }

        private static boolean isPartOfName(Node node) {
            boolean after =
                    node.getPrevious() instanceof Text text && text.getLiteral().matches("(?s).*[/.#\\p{L}\\p{N}_-]");
            boolean before = node.getNext() instanceof Text text
                    && GOES_ON.matcher(text.getLiteral()).matches();
            return after || before;
        }

        private static void replaceByChildren(Node node) {
            while (node.getFirstChild() != null) {
                node.insertBefore(node.getFirstChild());
            }
            node.unlink();
        }
    }
}
