package org.dharmic.mail.imap.mime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * What a page has and does not show: by element, by attribute, by style, or because the words have the colour of what
 * they stand on. Follows a walk through the page, element by element.
 */
final class HiddenContent {

    private static final Set<String> NEVER_SHOWN = Set.of(
            "script",
            "style",
            "head",
            "title",
            "noscript",
            "template",
            "object",
            "iframe",
            "svg",
            "math",
            "audio",
            "video",
            "canvas",
            "datalist");

    /** Blanks are out of it; small type is told from relative units that are legible. */
    private static final Pattern HIDING_STYLE = Pattern.compile("(?:^|;)(?:display:none|visibility:(?:hidden|collapse)"
            + "|opacity:(?:0?\\.0\\d*|0%?)(?:;|$)"
            + "|font-size:(?:0*(?:\\.0\\d*)?(?:px|pt|em|rem|ex|ch|vw|vh|%)?|[01](?:\\.\\d*)?p[xt]|0?\\.\\d+p[xt])(?:;|$)"
            + "|mso-hide:all|content-visibility:hidden|transform:scale[xy]?\\(0[,)]"
            + "|text-indent:-\\d{3,}|(?:left|top|right|bottom):-\\d{3,}|margin-(?:left|top):-\\d{4,}"
            + "|clip:rect\\((?:0|1px)|clip-path:(?:inset\\((?:50|100)%|circle\\(0|polygon\\(00))");

    /** Without room, and what runs over is cut off. */
    private static final Pattern NO_ROOM =
            Pattern.compile("(?:^|;)(?:max-)?(?:line-height|height|width):[01]?(?:\\.\\d*)?(?:px|pt|em|rem|%)?(?:;|$)");

    private static final int MAX_STYLE = 2000;
    private static final int MAX_SHEET = 64 * 1024;
    private static final int MAX_RULES = 500;

    /** Single selectors: {@code tag}, {@code .class}, {@code #id} and a tag with one of them. */
    private final Set<String> hidingSelectors = new HashSet<>();

    private final Deque<Colour> grounds = new ArrayDeque<>();
    private final Deque<Colour> inks = new ArrayDeque<>();

    HiddenContent(Document page) {
        grounds.push(Colour.WHITE);
        inks.push(Colour.BLACK);
        page.getElementsByTag("style").forEach(style -> read(style.data()));
    }

    /**
     * The walk comes to an element.
     *
     * @return true when nothing of it is shown; then {@link #leave} is not called for it
     */
    boolean enter(Element element) {
        String style = normal(element.attr("style"));
        if (isHidden(element, style)) {
            return true;
        }
        grounds.push(Colour.ground(style, element.attr("bgcolor"), grounds.peek()));
        inks.push(Colour.ink(style, inkAttribute(element), inks.peek()));
        return false;
    }

    private static String inkAttribute(Element element) {
        return switch (element.normalName()) {
            case "font" -> element.attr("color");
            case "body" -> element.attr("text");
            default -> "";
        };
    }

    void leave() {
        grounds.pop();
        inks.pop();
    }

    /** Words in the colour of their ground. */
    boolean isUnseen(TextNode words) {
        return inks.peek().isUnseenOn(grounds.peek());
    }

    private boolean isHidden(Element element, String style) {
        return NEVER_SHOWN.contains(element.normalName())
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equalsIgnoreCase("true")
                || !style.isEmpty() && hides(style)
                || !hidingSelectors.isEmpty() && isSelected(element);
    }

    private static boolean hides(String style) {
        return HIDING_STYLE.matcher(style).find()
                || style.contains("overflow:hidden") && NO_ROOM.matcher(style).find();
    }

    /** Lower case, without blanks, comments and {@code !important}. */
    private static String normal(String style) {
        if (style.isEmpty()) {
            return "";
        }
        String plain = withoutComments(HeaderText.cut(style, MAX_STYLE));
        StringBuilder normal = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (!Character.isWhitespace(c)) {
                normal.append(Character.toLowerCase(c));
            }
        }
        return normal.toString().replace("!important", "");
    }

    private static String withoutComments(String css) {
        StringBuilder rest = new StringBuilder(css.length());
        int at = 0;
        for (int open = css.indexOf("/*"); open >= 0; open = css.indexOf("/*", at)) {
            rest.append(css, at, open);
            int close = css.indexOf("*/", open + 2);
            at = close < 0 ? css.length() : close + 2;
        }
        return rest.append(css, at, css.length()).toString();
    }

    private boolean isSelected(Element element) {
        String tag = element.normalName();
        if (hidingSelectors.contains(tag)) {
            return true;
        }
        String id = element.id().toLowerCase(Locale.ROOT);
        if (!id.isEmpty() && (hidingSelectors.contains("#" + id) || hidingSelectors.contains(tag + "#" + id))) {
            return true;
        }
        String classes = HeaderText.cut(element.className(), MAX_STYLE).toLowerCase(Locale.ROOT);
        if (!classes.isEmpty()) {
            for (String each : classes.split("\\s+")) {
                if (hidingSelectors.contains("." + each) || hidingSelectors.contains(tag + "." + each)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The rules of a style sheet that hide. Those that hold on some screens only ({@code @media}) are passed over: letters
     * have them for phones, and hide nothing by them that is not shown in another form.
     */
    private void read(String sheet) {
        String css = withoutComments(HeaderText.cut(sheet, MAX_SHEET));
        int at = 0;
        for (int rules = 0; rules < MAX_RULES && at < css.length(); rules++) {
            int open = css.indexOf('{', at);
            if (open < 0) {
                return;
            }
            String selectors = css.substring(at, open).strip();
            int close = selectors.startsWith("@") ? matching(css, open) : css.indexOf('}', open);
            close = close < 0 ? css.length() : close;
            if (!selectors.startsWith("@") && hides(normal(css.substring(open + 1, close)))) {
                for (String selector : HeaderText.cut(selectors, MAX_STYLE).split(",")) {
                    hidingSelectors.add(selector.strip().toLowerCase(Locale.ROOT));
                }
            }
            at = close + 1;
        }
    }

    private static int matching(String css, int open) {
        int depth = 0;
        for (int i = open; i < css.length(); i++) {
            char c = css.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
