package org.dharmic.agent.core.memory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.text.Text;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.journal.MemoryEvent;

/** What the memories shall learn from a conversation, as events (docs/formats/receipt.md lists kinds and fields). */
public final class Learning {

    static final String STRANGE_APPEND = "strange-memory.append";
    static final String DEEP_TURN = "deep-memory.turn";
    public static final String DEEP_FACT = "deep-memory.fact";
    static final String DEEP_FORGET = "deep-memory.forget";

    static final String LAYER = "layer";
    /** In a field's name: the field is an object, and this is one of its members. */
    static final char INSIDE = '.';

    private static final int RECEIVED_CHARS = 200;
    private static final int TURN_CHARS = 20_000;

    private Learning() {}

    public static List<MemoryEvent> fromAnswer(Asking asking, String answer, Receipt receipt) {
        Inquiry inquiry = asking.inquiry();
        return List.of(
                observation(asking),
                meta(
                        "present",
                        "Answered by " + receipt.executor() + " in " + Text.seconds(receipt.executorTook()) + " from "
                                + receipt.citations().size() + " places"
                                + (receipt.attempts().isEmpty()
                                        ? ""
                                        : ", after " + receipt.attempts().size() + " others could not")),
                turn(inquiry.thread(), "user", asking.question(), inquiry.at()),
                turn(inquiry.thread(), "assistant", answer, receipt.at()));
    }

    /** When nobody could answer. */
    public static List<MemoryEvent> fromFailure(Asking asking, String why) {
        return List.of(
                observation(asking), meta("contracted", "No answer: " + Text.first(Text.line(why), RECEIVED_CHARS)));
    }

    public static MemoryEvent fact(String text, List<String> topics) {
        return new MemoryEvent(DEEP_FACT, Map.of("text", text, "topics", String.join(",", topics)));
    }

    public static MemoryEvent forgetting(String factId) {
        return new MemoryEvent(DEEP_FORGET, Map.of("fact", factId));
    }

    private static MemoryEvent observation(Asking asking) {
        Inquiry inquiry = asking.inquiry();
        return strange(
                "observations",
                "content",
                "Received: " + Text.first(asking.question(), RECEIVED_CHARS),
                "context.channel",
                inquiry.channel(),
                "context.sender",
                inquiry.sender());
    }

    private static MemoryEvent meta(String quality, String notes) {
        return strange("meta_observations", "quality", quality, "notes", notes);
    }

    private static MemoryEvent strange(String layer, String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(LAYER, layer);
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return new MemoryEvent(STRANGE_APPEND, all);
    }

    private static MemoryEvent turn(String session, String role, String text, Instant at) {
        return new MemoryEvent(
                DEEP_TURN,
                Map.of("session", session, "role", role, "text", Text.first(text, TURN_CHARS), "at", at.toString()));
    }
}
