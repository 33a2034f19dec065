package org.dharmic.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A work item with everything that is durable about it so far.
 *
 * @param id opaque, at most 40 characters of {@code [0-9a-z-]}
 * @param stage where it stands
 * @param account the mail account, empty for an outbound one that any account may send
 * @param arrival present for a mail, empty for an {@link Outbound}
 * @param outbound present for an outbound mail
 * @param admitted present from ADMITTED on
 * @param answered present from ANSWERED on; of an outbound mail from the beginning
 * @param ready present from READY on
 * @param attempts failed attempts in this stage; READY and SENDING count as one
 * @param reason why it was rejected, parked, or last failed; empty otherwise
 * @param released whether a person has sent it back to admission after its rejection
 * @param createdAt when it was accepted
 * @param updatedAt when it last changed
 */
public record Item(
        String id,
        Stage stage,
        String account,
        Optional<Arrival> arrival,
        Optional<Outbound> outbound,
        Optional<Step.Admitted> admitted,
        Optional<Step.Answered> answered,
        Optional<Step.Ready> ready,
        int attempts,
        String reason,
        boolean released,
        Instant createdAt,
        Instant updatedAt) {
    public Item {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(outbound, "outbound");
        Objects.requireNonNull(admitted, "admitted");
        Objects.requireNonNull(answered, "answered");
        Objects.requireNonNull(ready, "ready");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
