package org.dharmic.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Item;

/** A letter, what became of it, and the replies to it. For one thread. */
final class Exchange {

    private final Letter letter;
    private final Instant sentAt;
    private final List<Reply> replies = new ArrayList<>();
    private Optional<Item> item = Optional.empty();
    private Story story = Story.of(List.of());
    private Duration seenAfter = Duration.ZERO;

    Exchange(Letter letter, Instant sentAt) {
        this.letter = letter;
        this.sentAt = sentAt;
    }

    void replied(Reply reply, Instant seenAt) {
        if (replies.isEmpty()) {
            seenAfter = Duration.between(sentAt, seenAt);
        }
        replies.add(reply);
    }

    void follow(Item now, Story soFar) {
        item = Optional.of(now);
        story = soFar;
    }

    Letter letter() {
        return letter;
    }

    Instant sentAt() {
        return sentAt;
    }

    List<Reply> replies() {
        return List.copyOf(replies);
    }

    Optional<Item> item() {
        return item;
    }

    Story story() {
        return story;
    }

    /** From handing the letter over until the first reply was seen in the INBOX. */
    Duration seenAfter() {
        return seenAfter;
    }
}
