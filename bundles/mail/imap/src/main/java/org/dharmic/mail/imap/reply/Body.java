package org.dharmic.mail.imap.reply;

import java.util.List;

/** A letter as the two parts that a person may see: the answer, its sources, what was asked, and a word about itself. */
final class Body {

    private static final String PAGE =
            "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;line-height:1.5;max-width:44em";
    private static final String SMALL = "color:#777;font-size:85%";

    private final Letter letter;
    private final Markdown answer;

    Body(Letter letter) {
        this.letter = letter;
        answer = letter.footnotes() ? Markdown.withFootnotes(letter.markdown()) : Markdown.render(letter.markdown());
    }

    /** As {@code format=flowed}. */
    String plain() {
        FlowedText text = new FlowedText().add(answer.plain()).add(Line.EMPTY);
        List<String> sources = answer.sources();
        if (!sources.isEmpty()) {
            text.add(Line.fixed("Sources:"));
            for (int i = 0; i < sources.size(); i++) {
                text.add(Line.fixed("[" + (i + 1) + "] " + sources.get(i)));
            }
            text.add(Line.EMPTY);
        }
        letter.asked().filter(asked -> !asked.text().isBlank()).ifPresent(asked -> {
            text.add(Line.prose(asked.attribution()));
            asked.text().lines().forEach(line -> text.add(quoted(line)));
            text.add(Line.EMPTY);
        });
        return text.signature().add(Line.prose(letter.footer())).toString();
    }

    /** A line of the question; quotes in it are quotes still, one level deeper. */
    private static Line quoted(String line) {
        int depth = 0;
        String text = line;
        while (text.startsWith(">") && depth < 20) {
            depth++;
            text = text.substring(1);
            text = text.startsWith(" >") ? text.substring(1) : text;
        }
        return new Line(depth + 1, depth == 0 ? text : text.strip(), true, false);
    }

    /** Loads nothing, and reads well on a dark ground: no colours but greys. The text's own direction decides its side. */
    String html() {
        StringBuilder page = new StringBuilder(2048)
                .append("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n</head>\n<body>\n")
                .append("<div style=\"")
                .append(PAGE)
                .append("\">\n<div dir=\"auto\">\n")
                .append(answer.html())
                .append("</div>\n");
        List<String> sources = answer.sources();
        if (!sources.isEmpty()) {
            page.append("<p style=\"font-size:90%\">Sources:");
            for (int i = 0; i < sources.size(); i++) {
                page.append("<br>\n[").append(i + 1).append("] <code>");
                page.append(HtmlText.escaped(sources.get(i))).append("</code>");
            }
            page.append("</p>\n");
        }
        letter.asked().filter(asked -> !asked.text().isBlank()).ifPresent(asked -> page.append(
                        "<p style=\"" + SMALL + "\">")
                .append(HtmlText.escaped(asked.attribution()))
                .append("</p>\n<blockquote type=\"cite\" dir=\"auto\" style=\"")
                .append(HtmlText.QUOTE)
                .append("\">")
                .append(HtmlText.escaped(asked.text()).replaceAll("\\r?\\n", "<br>\n"))
                .append("</blockquote>\n"));
        return page.append("<p style=\"" + SMALL + "\">")
                .append(HtmlText.escaped(letter.footer()))
                .append("</p>\n</div>\n</body>\n</html>\n")
                .toString();
    }
}
