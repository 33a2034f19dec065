package org.dharmic.agent.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dharmic.context.Receipt;
import org.dharmic.context.Receipt.Outcome;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    @Test
    void aReceiptComesBackAsItWas() {
        Receipt receipt = new Receipt(
                Instant.parse("2026-11-22T10:00:00Z"),
                "clever",
                "m-1",
                List.of(new Receipt.Contribution("vault", Outcome.LATE, 2, 300, Duration.ofMillis(7), "why")),
                List.of("a.md#L1-L2"),
                List.of("broken: out"),
                Duration.ofMillis(12),
                Duration.ofMillis(3400),
                99);

        assertThat(Receipts.parse(Receipts.json(receipt))).contains(receipt);
        assertThat(Receipts.json(receipt))
                .isEqualTo("{\"format\":1,\"at\":\"2026-11-22T10:00:00Z\",\"executor\":\"clever\",\"model\":\"m-1\","
                        + "\"contributions\":[{\"name\":\"vault\",\"outcome\":\"LATE\",\"blocks\":2,\"chars\":300,\"tookMs\":7,"
                        + "\"note\":\"why\"}],\"citations\":[\"a.md#L1-L2\"],\"attempts\":[\"broken: out\"],\"contextMs\":12,"
                        + "\"executorMs\":3400,\"costMicros\":99}");
        assertThat(Receipts.words(receipt, true)).contains("**clever**", "3.4 s", "broken: out", "`a.md#L1-L2`");
        assertThat(Receipts.parse("nonsense")).isEmpty();
        assertThat(Receipts.parse("{}")).isEmpty();
    }
}
