package org.dharmic.mail.imap.mime;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** HTML as the text a person sees: what is hidden in the page is dropped, lest it speaks to the model alone. */
final class HtmlText {

    /** The parser keeps up to five elements of 130 bytes for one tag; a letter with its whole history has some thousand. */
    static final int MAX_TAGS = 20_000;

    /** Beyond its limit the parser ends what is still open too early, and what is hidden comes to light. */
    private static final int NO_LIMIT = 1_000_000;

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "tr",
            "li",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
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

    static String of(String html) {
        return of(html, MAX_TAGS);
    }

    /** @param tags how many are read; what follows them is left out */
    static String of(String html, int tags) {
        String bounded = html.substring(0, endOf(tags, html));
        Document document = Jsoup.parse(bounded, "", Parser.htmlParser().setMaxDepth(NO_LIMIT));
        Writer writer = new Writer(new HiddenContent(document));
        NodeTraversor.filter(writer, document);
        return VisibleText.tidy(writer.text.toString());
    }

    static int tags(String html) {
        int tags = 0;
        for (int i = nextTag(html, 0); i >= 0; i = nextTag(html, i + 1)) {
            tags++;
        }
        return tags;
    }

    private static int endOf(int tags, String html) {
        int left = tags;
        int i = nextTag(html, 0);
        while (i >= 0 && left-- > 0) {
            i = nextTag(html, i + 1);
        }
        return i < 0 ? html.length() : i;
    }

    private static int nextTag(String html, int from) {
        int i = html.indexOf('<', from);
        while (i >= 0 && i + 1 < html.length() && html.charAt(i + 1) == '/') {
            i = html.indexOf('<', i + 1);
        }
        return i;
    }

    private static final class Writer implements NodeFilter {
        private final HiddenContent hidden;
        private final StringBuilder text = new StringBuilder();
        private int quotes;
        private int verbatim;

        Writer(HiddenContent hidden) {
            this.hidden = hidden;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode words) {
                if (!hidden.isUnseen(words)) {
                    write(words.getWholeText());
                }
            } else if (node instanceof Element element) {
                if (hidden.enter(element)) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                begin(element.normalName());
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                end(element.normalName());
                hidden.leave();
            }
            return FilterResult.CONTINUE;
        }

        private void begin(String name) {
            if (name.equals("br")) {
                text.append('\n');
                return;
            }
            if (!BLOCKS.contains(name)) {
                return;
            }
            breakLine();
            switch (name) {
                case "blockquote" -> quotes++;
                case "pre" -> verbatim++;
                case "li" -> words("- ");
                default -> {
                    // a line of its own is all it asks for
                }
            }
        }

        private void end(String name) {
            if (name.equals("td") || name.equals("th")) {
                words(" ");
            }
            if (!BLOCKS.contains(name)) {
                return;
            }
            breakLine();
            switch (name) {
                case "blockquote" -> quotes--;
                case "pre" -> verbatim--;
                case "p" -> text.append('\n');
                default -> {
                    // nothing to end
                }
            }
        }

        private void write(String content) {
            if (verbatim == 0) {
                words(collapsed(content));
                return;
            }
            String separator = "";
            for (String line : content.split("\r\n|\r|\n", -1)) {
                text.append(separator);
                quote();
                text.append(line);
                separator = "\n";
            }
        }

        private void words(String words) {
            boolean fresh = isFresh();
            String shown = fresh ? words.stripLeading() : words;
            if (!shown.isEmpty()) {
                quote();
                text.append(shown);
            }
        }

        /** One mark however deep it is: what counts is whose words they are not. */
        private void quote() {
            if (quotes > 0 && isFresh()) {
                text.append("> ");
            }
        }

        private boolean isFresh() {
            return text.length() == 0 || text.charAt(text.length() - 1) == '\n';
        }

        private void breakLine() {
            if (!isFresh()) {
                text.append('\n');
            }
        }

        private static String collapsed(String content) {
            StringBuilder collapsed = new StringBuilder(content.length());
            boolean blank = false;
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                if (c == '\u00a0' || Character.isWhitespace(c)) {
                    if (!blank) {
                        collapsed.append(' ');
                    }
                    blank = true;
                } else {
                    collapsed.append(c);
                    blank = false;
                }
            }
            return collapsed.toString();
        }
    }
}
