package org.dharmic.mail.imap.reply;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** Markdown as HTML for a mail: styles stand at the elements, as some programs drop all others. */
final class HtmlText {

    static final String QUOTE = "margin:0 0 1em;padding-left:0.8em;border-left:3px solid #bbb";
    /** Those of a page would shout in a mail. */
    private static final String HEADING = "margin:1em 0 0.4em;font-size:";

    private static final String CELL = "border:1px solid #bbb;padding:0.2em 0.6em";
    private static final String TABLE = "border-collapse:collapse;margin:0 0 1em";
    private static final String CODE = "white-space:pre-wrap;margin:0 0 1em 1em";

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(Markdown.EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(context -> new Styles())
            .nodeRendererFactory(Marks::new)
            .build();

    private HtmlText() {}

    static String of(Node document) {
        return RENDERER.render(document);
    }

    /** Text for a page: nothing in it is a tag. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static final class Styles implements AttributeProvider {
        @Override
        public void setAttributes(Node node, String tag, Map<String, String> attributes) {
            if (node instanceof Heading heading) {
                attributes.put("style", HEADING + (heading.getLevel() == 1 ? "130%" : "110%"));
            } else if (node instanceof BlockQuote) {
                attributes.put("style", QUOTE);
            } else if (node instanceof TableBlock) {
                attributes.put("style", TABLE);
            } else if (node instanceof TableCell) {
                attributes.put("style", CELL);
            } else if (tag.equals("pre") && (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock)) {
                attributes.put("style", CODE);
            }
        }
    }

    private static final class Marks implements NodeRenderer {
        private final HtmlWriter html;

        Marks(HtmlNodeRendererContext context) {
            html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Footnotes.Mark.class);
        }

        @Override
        public void render(Node node) {
            Footnotes.Mark mark = (Footnotes.Mark) node;
            Map<String, String> attributes = new TreeMap<>(); // the same reply has the same bytes in every process
            attributes.put("style", "line-height:0"); // else the lines of a paragraph stand unevenly
            attributes.put("title", mark.place());
            html.tag("sup", attributes);
            html.text(mark.shown());
            html.tag("/sup");
        }
    }
}
