package org.dharmic.mail.imap.reply;

import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Changes the tree so that no renderer can show more than it may. */
final class Harmless extends AbstractVisitor {

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
            Optional<String> place = Footnotes.place(link.getDestination());
            if (place.isPresent() && !PlainText.inline(link).contains(place.get())) {
                Code code = new Code(place.get()); // a link to a note says where something stands
                link.insertAfter(code);
                code.insertBefore(new Text(" "));
            }
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
