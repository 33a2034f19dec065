package org.dharmic.mail.imap.reply;

import java.util.List;

/**
 * Lines as {@code text/plain; format=flowed} (RFC 3676): short lines for whoever shows them as they are, and whole
 * paragraphs for programs that fit them to their window, as on a phone.
 */
final class FlowedText {

    /** Shorter than the 78 of RFC 5322, so that an answer can quote it a few times. */
    static final int WIDTH = 72;

    private final StringBuilder text = new StringBuilder();

    FlowedText add(List<Line> lines) {
        lines.forEach(this::add);
        return this;
    }

    FlowedText add(Line line) {
        int marks = line.depth() == 0 ? 0 : line.depth() + 1;
        for (Line each : line.broken(Math.max(20, WIDTH - marks))) {
            String content = each.text().stripTrailing();
            if (each.depth() > 0) {
                text.append(">".repeat(each.depth())).append(content.isEmpty() && !each.goesOn() ? "" : " ");
            } else if (content.equals("--") || content.matches("(?: |>|From ).*")) {
                text.append(
                        ' '); // space-stuffing, section 4.4: else it would read as a quote, or be changed on the way
            }
            text.append(content).append(each.goesOn() && !content.equals("--") ? " \n" : "\n");
        }
        return this;
    }

    /** What follows is the signature. */
    FlowedText signature() {
        text.append("-- \n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
