package org.dharmic.mail.imap.reply;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;

/**
 * Takes the places of notes out of the running text: {@code home/water.md#L3-L9} becomes a number, the same place the same
 * number. Quotes keep theirs, they are somebody else's words; so does a line that consists of places alone.
 */
final class Footnotes extends AbstractVisitor {

    /** A number in the text. */
    static final class Mark extends CustomNode {
        private final int number;
        private final String place;

        Mark(int number, String place) {
            this.number = number;
            this.place = place;
        }

        String shown() {
            return "[" + number + "]";
        }

        String place() {
            return place;
        }
    }

    /** More than anybody follows; further ones stay where they are. */
    private static final int MAX = 50;

    private static final String LINES = "#L\\d{1,9}(?:-L?\\d{1,9})?(?:@[0-9a-fA-F]{6,64})?";
    /** Marked as code a place may hold blanks. */
    private static final Pattern WHOLE = Pattern.compile("[^\\n#]{1,400}" + LINES);
    /** In bare text it ends at a blank, and has the suffix of a file. */
    private static final Pattern BARE =
            Pattern.compile("(?<![^\\s(\\[,;>\"'])[^\\s()\\[\\]<>,;:\"'`*#]{1,400}\\.[A-Za-z0-9]{1,8}" + LINES
                    + "(?![\\p{L}\\p{N}@-])");

    private static final Pattern BETWEEN = Pattern.compile("\\s*[,;&]?\\s*");
    private static final Pattern NO_WORDS = Pattern.compile("[^\\p{L}\\p{N}]*");

    private final List<String> places = new ArrayList<>();

    private Footnotes() {}

    /** Returns the places in the order of their numbers. */
    static List<String> replaceIn(Node document) {
        Footnotes footnotes = new Footnotes();
        document.accept(footnotes);
        return List.copyOf(footnotes.places);
    }

    /** The place that a link's target names. */
    static Optional<String> place(String target) {
        if (!WHOLE.matcher(target).matches() || target.contains("://")) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) { // a per cent sign of its own
            return Optional.of(target);
        }
    }

    @Override
    public void visit(BlockQuote quote) {
        // stays as it is
    }

    @Override
    public void visit(Link link) {
        // stays as it is
    }

    @Override
    public void visit(Paragraph paragraph) {
        join(paragraph);
        if (hasWords(paragraph)) {
            visitChildren(paragraph);
        }
    }

    @Override
    public void visit(Heading heading) {
        // a title has no notes
    }

    private static boolean hasWords(Node block) {
        for (Node node = block.getFirstChild(); node != null; node = node.getNext()) {
            String text = node instanceof Code code
                    ? WHOLE.matcher(code.getLiteral()).replaceFirst("")
                    : BARE.matcher(PlainText.inlineOf(node)).replaceAll("");
            if (!NO_WORDS.matcher(text).matches()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(Code code) {
        String place = code.getLiteral().strip();
        if (WHOLE.matcher(place).matches()) {
            mark(place).ifPresent(mark -> {
                code.insertBefore(mark);
                code.unlink();
                tidy(mark);
            });
        }
    }

    @Override
    public void visit(Text text) {
        Text rest = text;
        Matcher place = BARE.matcher(rest.getLiteral());
        while (place.find()) {
            Optional<Mark> mark = mark(place.group());
            if (mark.isEmpty()) {
                return;
            }
            String all = rest.getLiteral();
            Text before = new Text(all.substring(0, place.start()));
            rest.insertBefore(before);
            rest.insertBefore(mark.get());
            rest.setLiteral(all.substring(place.end()));
            tidy(mark.get());
            place = BARE.matcher(rest.getLiteral());
        }
    }

    @Override
    protected void visitChildren(Node parent) {
        join(parent);
        super.visitChildren(parent);
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Mark mark) {
                unbracket(mark);
            }
        }
    }

    /** {@code (place, place)} needs no brackets any more. */
    private static void unbracket(Mark first) {
        Node last = first;
        while (last.getNext() instanceof Text between
                && BETWEEN.matcher(between.getLiteral()).matches()
                && between.getNext() instanceof Mark further) {
            last = further;
        }
        if (first.getPrevious() instanceof Text before && last.getNext() instanceof Text after) {
            tidyBrackets(before, after);
        }
    }

    private static boolean tidyBrackets(Text before, Text after) {
        String left = before.getLiteral();
        String right = after.getLiteral();
        boolean bracketed = left.endsWith("(") && right.startsWith(")") || left.endsWith("[") && right.startsWith("]");
        if (bracketed) {
            before.setLiteral(left.substring(0, left.length() - 1));
            after.setLiteral(right.substring(1));
        }
        return bracketed;
    }

    /** A name with underscores is parsed into several pieces of text. */
    private static void join(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Text text) {
                StringBuilder all = new StringBuilder(text.getLiteral());
                while (text.getNext() instanceof Text next) {
                    all.append(next.getLiteral());
                    next.unlink();
                }
                text.setLiteral(all.toString());
            }
        }
    }

    private Optional<Mark> mark(String place) {
        int index = places.indexOf(place);
        if (index < 0) {
            if (places.size() == MAX) {
                return Optional.empty();
            }
            places.add(place);
            index = places.size() - 1;
        }
        return Optional.of(new Mark(index + 1, place));
    }

    /** Brackets around a place go with it, as does a comma that only set it off: {@code Filter, place} at a line's end. */
    private static void tidy(Mark mark) {
        Text before = mark.getPrevious() instanceof Text text ? text : null;
        Text after = mark.getNext() instanceof Text text ? text : null;
        if (before == null) {
            return;
        }
        String left = before.getLiteral();
        if (after != null && tidyBrackets(before, after)) {
            return;
        }
        if (left.endsWith(", ")
                && (after == null ? mark.getNext() == null : after.getLiteral().isBlank())
                && !(before.getPrevious() instanceof Mark)) {
            before.setLiteral(left.substring(0, left.length() - 2) + " ");
        }
    }
}
