package org.dharmic.journal;

import java.util.List;
import java.util.Objects;

/** One step on an item's way, with what becomes durable in it. Each is allowed from exactly one stage. */
public sealed interface Step {

    /** The stage the item must be in. */
    Stage from();

    /** The stage it is in afterwards. */
    Stage to();

    /**
     * INGESTED to ADMITTED.
     *
     * @param sender the authenticated address, lower case
     * @param tier what the sender may do: {@code ask}, {@code write} or {@code admin}
     * @param scope the vault scope of the sender
     * @param thread key of the conversation
     * @param messageId the mail's Message-ID with its angle brackets, empty when it has none
     * @param references the References chain to answer with, oldest first, without {@code messageId}
     * @param subject decoded, without line breaks
     * @param text the new text of the mail, without quoted history
     * @param quoted the quoted history, kept as context; may be empty
     * @param attachments the files that came with it, in their order
     * @param verdict how the sender was authenticated, one line
     */
    record Admitted(
            String sender,
            String tier,
            String scope,
            String thread,
            String messageId,
            List<String> references,
            String subject,
            String text,
            String quoted,
            List<Attachment> attachments,
            String verdict)
            implements Step {
        public Admitted {
            Objects.requireNonNull(sender, "sender");
            Objects.requireNonNull(tier, "tier");
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(thread, "thread");
            Objects.requireNonNull(messageId, "messageId");
            references = List.copyOf(references);
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(quoted, "quoted");
            attachments = List.copyOf(attachments);
            Objects.requireNonNull(verdict, "verdict");
        }

        @Override
        public Stage from() {
            return Stage.INGESTED;
        }

        @Override
        public Stage to() {
            return Stage.ADMITTED;
        }
    }

    /**
     * ADMITTED to ANSWERED.
     *
     * @param markdown the answer
     * @param executor who wrote it
     * @param receiptJson what it was made of, as JSON
     * @param events what the memories shall learn from it, applied later by {@link Journal#pendingEvents}
     */
    record Answered(String markdown, String executor, String receiptJson, List<MemoryEvent> events) implements Step {
        public Answered {
            Objects.requireNonNull(markdown, "markdown");
            Objects.requireNonNull(executor, "executor");
            Objects.requireNonNull(receiptJson, "receiptJson");
            events = List.copyOf(events);
        }

        @Override
        public Stage from() {
            return Stage.ADMITTED;
        }

        @Override
        public Stage to() {
            return Stage.ANSWERED;
        }
    }

    /**
     * ANSWERED to READY.
     *
     * @param reply the reply's full bytes
     * @param messageId its Message-ID with angle brackets
     * @param recipient the one address it goes to
     */
    record Ready(Spooled reply, String messageId, String recipient) implements Step {
        public Ready {
            Objects.requireNonNull(reply, "reply");
            Objects.requireNonNull(messageId, "messageId");
            Objects.requireNonNull(recipient, "recipient");
        }

        @Override
        public Stage from() {
            return Stage.ANSWERED;
        }

        @Override
        public Stage to() {
            return Stage.READY;
        }
    }

    /** READY to SENDING, durable before the first byte goes to the SMTP server. */
    record Sending() implements Step {
        @Override
        public Stage from() {
            return Stage.READY;
        }

        @Override
        public Stage to() {
            return Stage.SENDING;
        }
    }

    /**
     * SENDING to SENT.
     *
     * @param serverReply the SMTP server's last line, or how else it is known that the reply went out
     */
    record Sent(String serverReply) implements Step {
        public Sent {
            Objects.requireNonNull(serverReply, "serverReply");
        }

        @Override
        public Stage from() {
            return Stage.SENDING;
        }

        @Override
        public Stage to() {
            return Stage.SENT;
        }
    }

    /**
     * SENDING back to READY: the server certainly did not take the reply, so the same bytes go out later.
     *
     * @param why one line
     */
    record NotSent(String why) implements Step {
        public NotSent {
            Objects.requireNonNull(why, "why");
        }

        @Override
        public Stage from() {
            return Stage.SENDING;
        }

        @Override
        public Stage to() {
            return Stage.READY;
        }
    }

    /**
     * SENT to MARKED.
     *
     * @param how the flag that was set, or why none was
     */
    record Marked(String how) implements Step {
        public Marked {
            Objects.requireNonNull(how, "how");
        }

        @Override
        public Stage from() {
            return Stage.SENT;
        }

        @Override
        public Stage to() {
            return Stage.MARKED;
        }
    }
}
