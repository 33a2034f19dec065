package org.dharmic.agent.core.asking;

import java.util.List;
import java.util.Locale;
import org.dharmic.agent.core.text.Text;
import org.dharmic.context.Inquiry;
import org.dharmic.journal.Attachment;

/**
 * An inquiry and what the sender may do.
 *
 * @param quoted the quoted history of a mail, as context; may be empty
 * @param attachments the files that came with it
 * @param continues whether it goes on with an earlier mail
 */
public record Asking(Inquiry inquiry, Tier tier, String quoted, List<Attachment> attachments, boolean continues) {

    /** The vault scope without a limit. */
    static final String EVERYTHING = "all";

    /** What a sender may do; each includes those before it. */
    public enum Tier {
        ASK,
        WRITE,
        ADMIN;

        /** Anything unknown may only ask. */
        public static Tier of(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "write" -> WRITE;
                case "admin" -> ADMIN;
                default -> ASK;
            };
        }

        public boolean mayWrite() {
            return this != ASK;
        }

        public boolean mayDirect() {
            return this == ADMIN;
        }
    }

    /** Without any file, and the first of its conversation. */
    public Asking(Inquiry inquiry, Tier tier, String quoted) {
        this(inquiry, tier, quoted, List.of(), false);
    }

    /** Whether the sender may be shown a part of the vault only. */
    public boolean isLimited() {
        return !inquiry.scope().equals(EVERYTHING);
    }

    public boolean isMail() {
        return inquiry.channel().equals("mail");
    }

    /** The text, or the subject of a mail that has no other text. */
    public String question() {
        String text = Text.clean(inquiry.text()).strip();
        return text.isEmpty() ? Text.line(inquiry.subject()) : text;
    }
}
