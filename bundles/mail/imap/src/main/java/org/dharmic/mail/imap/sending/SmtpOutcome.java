package org.dharmic.mail.imap.sending;

/** What became of handing a reply to the SMTP server. */
sealed interface SmtpOutcome {

    /** The server has taken it. */
    public record Sent(String serverReply) implements SmtpOutcome {}

    /** The server certainly has not taken it, and may later. */
    record NotNow(String why) implements SmtpOutcome {}

    /** The server will never take it. */
    record Never(String why) implements SmtpOutcome {}

    /** It was handed over whole, and the line dropped before the server's word: it may be out, or not. */
    record Ambiguous(String why) implements SmtpOutcome {}
}
