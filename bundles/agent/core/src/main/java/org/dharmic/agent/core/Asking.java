package org.dharmic.agent.core;

import java.util.Locale;
import org.dharmic.context.Inquiry;

/**
 * An inquiry and what the sender may do.
 *
 * @param quoted the quoted history of a mail, as context; may be empty
 */
record Asking(Inquiry inquiry, Tier tier, String quoted) {

    /** What a sender may do; each includes those before it. */
    enum Tier {
        ASK,
        WRITE,
        ADMIN;

        /** Anything unknown may only ask. */
        static Tier of(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "write" -> WRITE;
                case "admin" -> ADMIN;
                default -> ASK;
            };
        }

        boolean mayWrite() {
            return this != ASK;
        }
    }

    /** The text, or the subject of a mail that has no other text. */
    String question() {
        String text = Text.clean(inquiry.text()).strip();
        return text.isEmpty() ? Text.line(inquiry.subject()) : text;
    }
}
