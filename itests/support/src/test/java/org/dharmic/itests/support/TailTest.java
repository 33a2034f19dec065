package org.dharmic.itests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Room TELOS = Room.of("telos-yaml");
    private static final Room MAIL = Room.of("mail-imap");

    @Test
    void aSlowMailBelongsToTheExchangeThatWasGoingOnOrHadJustEnded() {
        List<Tail.Part> tail = Tail.of(
                List.of(
                        mail(1, 0, 2, 90, 10), // before any
                        mail(2, 990, 2, 90, 10), // an exchange begins
                        mail(3, 1_300, 2, 50, 10), // it has just ended
                        mail(4, 3_000, 2, 50, 10), // long over
                        mail(5, 5_050, 60, 2, 10), // the next one
                        mail(6, 1_050, 2, 2, 10)), // quick
                30,
                List.of(
                        attempt(TELOS, 1_000, 1_100, Swapper.End.PUT_BACK),
                        attempt(MAIL, 5_000, 5_100, Swapper.End.KEPT)));

        assertThat(tail)
                .extracting(Tail.Part::during, Tail.Part::mails)
                .containsExactlyInAnyOrder(
                        tuple("telos-yaml put back", 2), tuple(Tail.BETWEEN, 2), tuple("mail-imap kept", 1));
        assertThat(tail.get(tail.size() - 1).during()).as("least last").isEqualTo("mail-imap kept");
    }

    @Test
    void itTellsOnTheWayToWhichStageTheTimeWent() {
        List<Tail.Part> tail = Tail.of(List.of(mail(1, 0, 10, 100, 5), mail(2, 50, 20, 300, 5)), 30, List.of());

        assertThat(tail).singleElement().satisfies(part -> {
            assertThat(part.p50()).isEqualTo(115);
            assertThat(part.stages())
                    .containsEntry("admitted", 15L)
                    .containsEntry("answered", 200L)
                    .containsEntry("ready", 0L)
                    .containsEntry("sent", 5L);
        });
    }

    /** It skips READY and SENDING. */
    private static Story mail(int number, long begin, long toAdmit, long toAnswer, long toSend) {
        Map<String, Long> at = new LinkedHashMap<>();
        at.put("INGESTED", begin);
        at.put("ADMITTED", begin + toAdmit);
        at.put("ANSWERED", begin + toAdmit + toAnswer);
        at.put("SENT", begin + toAdmit + toAnswer + toSend);
        return new Story(number, at);
    }

    private static Swapper.Attempt attempt(Room room, long from, long to, Swapper.End end) {
        return new Swapper.Attempt(
                room,
                "0.1.1",
                Optional.empty(),
                end,
                new Instance.Said(0, "", ""),
                from,
                to,
                to - from,
                new Probe.Pauses(true, List.of(), null),
                List.of());
    }
}
