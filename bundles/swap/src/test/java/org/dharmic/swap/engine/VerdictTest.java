package org.dharmic.swap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.swap.engine.Condition.Health;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class VerdictTest {

    private static final Version NEW = new Version("1.1");
    private static final Condition WELL = condition(Map.of("C", 1), Map.of(), Map.of(), List.of(), Health.OK);

    @Test
    void asWellAsBeforeIsGood() {
        assertThat(of(WELL, WELL).good()).isTrue();
        Condition ill = condition(Map.of("C", 1), Map.of(), Map.of(), List.of(), Health.CRITICAL);
        assertThat(of(ill, ill).good()).as("as ill as before").isTrue();
        assertThat(of(ill, WELL).good()).isTrue();
    }

    @Test
    void aFailedActivationAndADeadServiceAreFinal() {
        assertThat(of(WELL, condition(Map.of("C", 0), Map.of(), Map.of("C", "why"), List.of(), Health.OK))
                        .failed())
                .containsExactly("C could not be activated: why");
        assertThat(of(WELL, condition(Map.of("C", 1), Map.of(), Map.of(), List.of("S"), Health.OK))
                        .failed())
                .containsExactly("room registers S and gives none");
    }

    @Test
    void whatIsMissingOrWorseMayStillCome() {
        Verdict waits = of(WELL, condition(Map.of("C", 0), Map.of("C", "reference x"), Map.of(), List.of(), Health.OK));
        assertThat(waits.failed()).isEmpty();
        assertThat(waits.waiting()).containsExactly("C waits for reference x");
        assertThat(of(WELL, condition(Map.of("C", 0), Map.of(), Map.of(), List.of(), Health.OK))
                        .waiting())
                .containsExactly("C was active 1 times, is 0 times");
        assertThat(of(WELL, condition(Map.of("C", 1), Map.of(), Map.of(), List.of(), Health.WARN))
                        .waiting())
                .containsExactly("health check check was OK, is WARN");
        assertThat(of(
                                condition(
                                        Map.of("C", 1), Map.of(), Map.of(), List.of(), Health.TEMPORARILY_UNAVAILABLE),
                                condition(Map.of("C", 1), Map.of(), Map.of(), List.of(), Health.CRITICAL))
                        .good())
                .as("nothing was known before")
                .isTrue();
    }

    @Test
    void whatWaitedBeforeMayGoOnWaiting() {
        Condition waiting = condition(Map.of("C", 0), Map.of("C", "reference x"), Map.of(), List.of(), Health.OK);
        assertThat(of(waiting, waiting).good()).isTrue();
        assertThat(Verdict.of(
                                "room",
                                Optional.empty(),
                                condition(Map.of("C", 0), Map.of(), Map.of(), List.of(), Health.WARN),
                                NEW,
                                true)
                        .good())
                .as("new, and not configured yet")
                .isTrue();
    }

    @Test
    void anotherVersionAndABundleThatDoesNotRunAreFinal() {
        assertThat(Verdict.of("room", Optional.of(WELL), WELL, new Version("2"), true)
                        .failed())
                .containsExactly("room has version 1.1.0, 2.0.0 expected");
        Condition stopped = new Condition(NEW, false, Map.of(), Map.of(), Map.of(), List.of(), Map.of());
        assertThat(Verdict.of("room", Optional.of(WELL), stopped, NEW, true).failed())
                .containsExactly("room is not active");
        assertThat(Verdict.of("room", Optional.of(stopped), stopped, NEW, false).good())
                .isTrue();
    }

    private static Verdict of(Condition before, Condition now) {
        return Verdict.of("room", Optional.of(before), now, NEW, true);
    }

    private static Condition condition(
            Map<String, Integer> satisfied,
            Map<String, String> waiting,
            Map<String, String> failed,
            List<String> dead,
            Health health) {
        return new Condition(NEW, true, satisfied, waiting, failed, dead, Map.of("check", health));
    }
}
