package org.dharmic.agent.core.answer;

import org.dharmic.agent.core.text.Text;

/** The last look at a text from outside before it becomes an answer. */
public final class AnswerCheck {

    private static final String CUT = "\n\n*(The answer was longer and has been cut here.)*";

    private AnswerCheck() {}

    /** Without control characters and secrets, and no longer than allowed; empty when nothing is left. */
    public static String checked(String text, int maxChars, Redaction redaction) {
        String clean = redaction.of(Text.clean(text)).strip();
        if (clean.length() <= maxChars) {
            return clean;
        }
        String first = Text.first(clean, maxChars - CUT.length());
        int lineEnd = first.lastIndexOf('\n');
        return (lineEnd > maxChars / 2 ? first.substring(0, lineEnd) : first).stripTrailing() + CUT;
    }
}
