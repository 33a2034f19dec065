package org.dharmic.mail.imap.mime;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a mail as its parts have it: of alternatives a person reads one, of parts that follow each other all.
 *
 * @param pieces in the order of the mail
 */
public record BodyText(List<Piece> pieces) {

    static final BodyText NONE = new BodyText(List.of());

    /** More than two people's longest letters; the prompt is bounded anyway. */
    private static final int MAX_CHARS = 300_000;

    /** How the characters of a part mean lines. */
    enum Form {
        PLAIN,
        /** Lines that end in a blank go on (RFC 3676). */
        FLOWED,
        /** As FLOWED, and the blank was put there with the break. */
        FLOWED_DELETING,
        PAGE
    }

    /** @param place the same for all forms of one text, the parts of one multipart/alternative */
    record Piece(int place, Form form, String content) {}

    public BodyText {
        pieces = List.copyOf(pieces);
    }

    /** What a person reads of it, of bounded length; lines end in {@code \n}. Plain text goes before pages. */
    public String shown() {
        Set<Integer> plain = new HashSet<>();
        for (Piece piece : pieces) {
            if (piece.form() != Form.PAGE && !piece.content().isBlank()) {
                plain.add(piece.place());
            }
        }
        StringBuilder text = new StringBuilder();
        int tags = HtmlText.MAX_TAGS;
        for (Piece piece : pieces) {
            if ((piece.form() == Form.PAGE) == plain.contains(piece.place())) {
                continue; // another form of what is there, or blank
            }
            String shown;
            if (piece.form() == Form.PAGE) {
                shown = HtmlText.of(piece.content(), tags);
                tags = Math.max(0, tags - HtmlText.tags(piece.content()));
            } else {
                shown = VisibleText.tidy(unfolded(piece));
            }
            if (!shown.isEmpty()) {
                text.append(text.length() > 0 ? "\n\n" : "").append(shown);
            }
            if (text.length() > MAX_CHARS) {
                return HeaderText.cut(text.toString(), MAX_CHARS);
            }
        }
        return text.toString();
    }

    private static String unfolded(Piece piece) {
        return piece.form() == Form.PLAIN
                ? piece.content()
                : FlowedText.unfolded(piece.content(), piece.form() == Form.FLOWED_DELETING);
    }

    /** The first plain text, as it was sent. */
    public Optional<String> plain() {
        return pieces.stream()
                .filter(piece -> piece.form() != Form.PAGE)
                .map(Piece::content)
                .findFirst();
    }

    /** The source of the first page. */
    public Optional<String> html() {
        return pieces.stream()
                .filter(piece -> piece.form() == Form.PAGE)
                .map(Piece::content)
                .findFirst();
    }
}
