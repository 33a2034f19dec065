package org.dharmic.agent.core;

import java.util.List;
import java.util.Locale;
import org.dharmic.context.Inquiry;
import org.dharmic.journal.Attachment;

/**
 * An inquiry and what the sender may do.
 *
 * @param quoted the quoted history of a mail, as context; may be empty
 * @param attachments the files that came with it
 * @param continues whether it goes on with an earlier mail
 */
record Asking(Inquiry inquiry, Tier tier, String quoted, List<Attachment> attachments, boolean continues) {

    /** The vault scope without a limit. */
    static final String EVERYTHING = "all";

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

        boolean mayDirect() {
            return this == ADMIN;
        }
    }

    /** Without any file, and the first of its conversation. */
    Asking(Inquiry inquiry, Tier tier, String quoted) {
        this(inquiry, tier, quoted, List.of(), false);
    }

    /** Whether the sender may be shown a part of the vault only. */
    boolean isLimited() {
        return !inquiry.scope().equals(EVERYTHING);
    }

    boolean isMail() {
        return inquiry.channel().equals("mail");
    }

    /** The text, or the subject of a mail that has no other text. */
    String question() {
        String text = Text.clean(inquiry.text()).strip();
        return text.isEmpty() ? Text.line(inquiry.subject()) : text;
    }
}
