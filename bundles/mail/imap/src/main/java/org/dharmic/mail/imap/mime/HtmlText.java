package org.dharmic.mail.imap.mime;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** HTML as the text a person sees: what is hidden in the page is dropped, lest it speaks to the model alone. */
public final class HtmlText {

    private static final Pattern HIDDEN_STYLE = Pattern.compile(
            "display:none|visibility:(hidden|collapse)|opacity:0(\\.0*)?(;|!|$)|font-size:0(\\.0*)?(px|pt|em|rem|%)?(;|!|$)"
                    + "|mso-hide:all|max-height:0|text-indent:-\\d{3,}|left:-\\d{3,}");
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "br",
            "tr",
            "li",
            "ul",
            "ol",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "section",
            "article",
            "header",
            "footer",
            "hr");

    private HtmlText() {}

    public static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select(
                        "script, style, head, title, noscript, template, object, iframe, svg, [hidden], [aria-hidden=true]")
                .remove();
        document.select("[style]").forEach(element -> {
            String style = element.attr("style").toLowerCase(Locale.ROOT).replaceAll("\\s", "");
            if (HIDDEN_STYLE.matcher(style).find()) {
                element.remove();
            }
        });
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, document.body());
        return writer.text();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private int quotes;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                words(words.getWholeText().replaceAll("[\\s\\u00a0]+", " "));
            } else if (node instanceof Element element) {
                if (isQuote(element)) {
                    breakLine();
                    quotes++;
                } else if (BLOCKS.contains(element.normalName())) {
                    breakLine();
                    if (element.normalName().equals("li")) {
                        words("- ");
                    }
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                if (isQuote(element)) {
                    breakLine();
                    quotes--;
                } else if (BLOCKS.contains(element.normalName())) {
                    breakLine();
                    if (element.normalName().equals("p")) {
                        text.append('\n');
                    }
                }
            }
        }

        private static boolean isQuote(Element element) {
            return element.normalName().equals("blockquote");
        }

        private void words(String words) {
            boolean fresh = text.length() == 0 || text.charAt(text.length() - 1) == '\n';
            String shown = fresh ? words.stripLeading() : words;
            if (shown.isEmpty()) {
                return;
            }
            if (fresh && quotes > 0) {
                text.append("> ");
            }
            text.append(shown);
        }

        private void breakLine() {
            if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }

        String text() {
            return text.toString()
                    .replaceAll("[ \\t]+\\n", "\n")
                    .replaceAll("\\n{3,}", "\n\n")
                    .strip();
        }
    }
}
