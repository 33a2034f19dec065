package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.dharmic.executor.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliOutputTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static Completion of(String... lines) {
        CliOutput output = new CliOutput(CLOCK);
        for (String line : lines) {
            if (output.line(line)) {
                break;
            }
        }
        return output.completion(OptionalInt.of(1));
    }

    private static Completion failure(String text, int status) {
        return of(ScriptedCli.result("\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":" + status
                + ",\"result\":\"" + text + "\""));
    }

    @Test
    void successIsNoSuccessWhenItIsAnError() {
        assertThat(failure("Some private words", 0))
                .isInstanceOfSatisfying(
                        Completion.Retry.class, retry -> assertThat(retry.why()).doesNotContain("private"));
    }

    @Test
    void aResultThatDoesNotSayWhetherItIsAnErrorIsOne() {
        assertThat(of(ScriptedCli.result("\"subtype\":\"success\",\"result\":\"text\"")))
                .isInstanceOf(Completion.Retry.class);
        assertThat(of(ScriptedCli.result(
                        "\"subtype\":\"error_max_budget_usd\",\"is_error\":false,\"result\":\"text\"")))
                .isInstanceOf(Completion.Retry.class);
    }

    @Test
    void anAnswerWithoutTheModelIsNone() {
        assertThat(of(ScriptedCli.result(
                        "\"subtype\":\"success\",\"is_error\":false,\"num_turns\":0,\"result\":\"cleared\"")))
                .isInstanceOf(Completion.Retry.class);
        assertThat(of(ScriptedCli.good("  "))).isInstanceOf(Completion.Retry.class);
    }

    @ParameterizedTest
    @CsvSource({
        "429, PT1M",
        "500, PT30S",
        "529, PT30S",
        "401, PT5M",
        "403, PT5M",
        "404, PT5M",
    })
    void statusesHaveTheirPauses(int status, Duration pause) {
        assertThat(failure("x", status))
                .isInstanceOfSatisfying(Completion.Retry.class, retry -> assertThat(retry.after())
                        .isEqualTo(pause));
    }

    @ParameterizedTest
    @CsvSource({
        "429, x, BUSY",
        "500, x, BUSY",
        "529, Overloaded, BUSY",
        "0, API Error: Connection error., BUSY",
        "0, Request timed out, BUSY",
        "401, x, FAULT",
        "404, x, FAULT",
        "0, Your credit balance is too low, FAULT",
        "0, something else, FAULT",
    })
    void onlyWhatPassesByItselfIsWorthWaitingFor(int status, String text, Completion.Retry.Cause cause) {
        assertThat(failure(text, status))
                .isInstanceOfSatisfying(Completion.Retry.class, retry -> assertThat(retry.cause())
                        .isEqualTo(cause));
    }

    @Test
    void whatWillNeverWorkIsRejected() {
        assertThat(failure("x", 400)).isInstanceOf(Completion.Rejected.class);
        assertThat(failure("x", 413)).isInstanceOf(Completion.Rejected.class);
        assertThat(failure("Prompt is too long", 0)).isInstanceOf(Completion.Rejected.class);
        assertThat(of(ScriptedCli.result("\"is_error\":true,\"stop_reason\":\"refusal\",\"result\":\"\"")))
                .isEqualTo(new Completion.Rejected("the model refused"));
    }

    @Test
    void lowCreditIsNoFaultOfThePrompt() {
        assertThat(failure("Your credit balance is too low", 400))
                .isEqualTo(new Completion.Retry(Duration.ofHours(1), "the account has no credit left"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Claude AI usage limit reached|1795345200",
                "You've hit your limit · resets 11am (UTC)",
                "You’ve hit your session limit · resets 11:00am (UTC)",
                "5-hour limit reached ∙ resets 11am (UTC)"
            })
    void aLimitIsWaitedForWhereverItStands(String text) {
        Completion expected =
                new Completion.Retry(Duration.ofHours(1), "usage limit reached", Completion.Retry.Cause.BUSY);

        assertThat(of(ScriptedCli.good(text))).isEqualTo(expected);
        assertThat(failure(text, 0)).isEqualTo(expected);
        assertThat(of(text)).isEqualTo(expected);
    }

    @Test
    void anAnswerAboutLimitsIsAnAnswer() {
        assertThat(of(ScriptedCli.good("The pump's usage limit reached 40 litres, see `home/pump.md#L3-L3`.")))
                .isInstanceOf(Completion.Done.class);
        assertThat(of(ScriptedCli.good("Your notes say: rate limit exceeded means wait.")))
                .isInstanceOf(Completion.Done.class);
    }

    @Test
    void notLoggedInNamesWhereToMendIt() {
        assertThat(of("Not logged in · Please run /login"))
                .isInstanceOfSatisfying(Completion.Retry.class, retry -> assertThat(retry.why())
                        .contains("etc/org.dharmic.executor.claudecli.cfg"));
    }

    @Test
    void aResetIsUnderstoodAndBounded() {
        assertThat(Faults.untilReset("resets 9am (UTC)", NOW)).contains(Duration.ofHours(23));
        assertThat(Faults.untilReset("resets at 10:30 pm (UTC)", NOW)).contains(Duration.ofMinutes(750));
        assertThat(Faults.untilReset("|1000000000", NOW)).contains(Duration.ofSeconds(30));
        assertThat(Faults.untilReset("|9999999999", NOW)).contains(Duration.ofHours(24));
        assertThat(Faults.untilReset("resets 3 things", NOW)).isEmpty();
        assertThat(Faults.untilReset("resets 77:00 (UTC)", NOW)).isEmpty();
    }
}
