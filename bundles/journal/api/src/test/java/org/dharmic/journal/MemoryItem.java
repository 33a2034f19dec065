package org.dharmic.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An item of {@link MemoryJournal}, whose lock guards it. */
final class MemoryItem {

    final long seq;
    final String id;
    final String account;
    final Instant createdAt = Instant.now();
    final List<Transition> story = new ArrayList<>();
    Stage stage = Stage.INGESTED;
    Stage parkedFrom = Stage.INGESTED;
    Optional<Arrival> arrival = Optional.empty();
    Optional<Outbound> outbound = Optional.empty();
    Optional<Step.Admitted> admitted = Optional.empty();
    Optional<Step.Answered> answered = Optional.empty();
    boolean released;
    long fence;
    String worker = "";
    long due = System.nanoTime();
    private Optional<Step.Ready> ready = Optional.empty();
    private int attempts;
    private String reason = "";
    private Instant updatedAt = createdAt;
    private long until;

    MemoryItem(long seq, String id, String account) {
        this.seq = seq;
        this.id = id;
        this.account = account;
    }

    Item item() {
        return new Item(
                id, stage, account, arrival, outbound, admitted, answered, ready, attempts, reason, released, createdAt,
                updatedAt);
    }

    String sender() {
        return admitted.map(Step.Admitted::sender).orElse("");
    }

    Optional<String> thread() {
        return admitted.map(Step.Admitted::thread);
    }

    Stream<Spooled> bytes() {
        Stream<Spooled> attached =
                admitted.stream().flatMap(step -> step.attachments().stream()).flatMap(file -> file.bytes().stream());
        return Stream.of(arrival.map(Arrival::spooled).stream(), attached, ready.map(Step.Ready::reply).stream())
                .flatMap(stream -> stream);
    }

    boolean isHeld() {
        return !worker.isEmpty() && until - System.nanoTime() > 0;
    }

    boolean isFree() {
        return !isHeld() && due - System.nanoTime() <= 0;
    }

    Lease hold(String holder, Duration ttl) {
        fence++;
        worker = holder;
        until = System.nanoTime() + ttl.toNanos();
        return new Lease(item(), fence, holder);
    }

    void letGo() {
        worker = "";
    }

    void take(Step step, String by) {
        boolean oneEndeavour = step instanceof Step.Sending || step instanceof Step.NotSent;
        int before = oneEndeavour ? attempts : 0;
        String note = "";
        if (step instanceof Step.Admitted now) {
            admitted = Optional.of(now);
            note = now.verdict();
        } else if (step instanceof Step.Answered now) {
            answered = Optional.of(now);
            note = now.executor();
        } else if (step instanceof Step.Ready now) {
            ready = Optional.of(now);
            note = now.messageId();
        } else if (step instanceof Step.Sent now) {
            note = now.serverReply();
        } else if (step instanceof Step.NotSent now) {
            note = now.why();
        } else if (step instanceof Step.Marked now) {
            note = now.how();
        }
        moveTo(step.to(), by, note);
        attempts = before;
        reason = step instanceof Step.NotSent ? note : "";
    }

    void retryLater(Duration after, String by, String why) {
        moveTo(stage, by, why);
        attempts++;
        due = System.nanoTime() + after.toNanos();
    }

    /** After a person has looked at it. */
    void resumeIn(Stage to, String note) {
        moveTo(to, "", note);
        attempts = 0;
        reason = "";
    }

    void moveTo(Stage to, String by, String note) {
        if (to == Stage.PARKED) {
            parkedFrom = stage;
        }
        stage = to;
        reason = note;
        updatedAt = Instant.now();
        due = System.nanoTime();
        letGo();
        story.add(new Transition(to, updatedAt, by, note));
    }
}
